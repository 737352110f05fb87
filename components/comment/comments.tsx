import type { ReactNode } from 'react'
import { onlyThread } from '@/core/page-query'
import { pageAfter } from '@/core/paths'
import { plural } from '@/core/plural'
import { scriptPath } from '@/core/script'
import { lockedSentence, type Page } from '@/lib/bemoaning'
import { type Comment as CommentData, type CommentSort, visitThread } from '@/lib/comment'
import { KeptText } from '../form/kept-text'
import { spaced } from '../parts/spaced'
import { CommentForm } from './comment-form'
import { type CommentHost, threadReader } from './host'
import { inCommon } from './kept-comment'
import { KeptThreads } from './threads'

type Props = { host: CommentHost; page: Page<CommentData>; sort: CommentSort; decides: boolean }

/**
 * Returns the comments of a bemoaning or a post: threads, sort order, and the form.
 * @param decides whether the viewer may choose the remedy
 */
export async function comments({ host, page, sort, decides }: Props): Promise<ReactNode> {
  const reader = threadReader()
  const parent = reader.form?.values.parent?.[0]
  const common = inCommon({ host, reader, decides })
  const { path } = host
  const ids = page.items.map(({ id }) => id)
  const { mine, since, reports } = await visitThread(host.thread, ids)
  const isNew = ({ id, gone, createdAt }: CommentData) =>
    since !== null && gone === null && createdAt > since && mine.get(id)?.own !== true
  const news = page.items.filter(isNew)
  const { only } = onlyThread()
  return (
    <section
      id="comments"
      className="comments"
      aria-labelledby="comments-title"
      data-thread={scriptPath('t')}
      data-visit={reports ? host.visit : undefined}
    >
      <div className="list-head">
        <h2 id="comments-title" className="list-title">
          {host.count === 0 ? 'No comments yet' : plural(host.count, 'comment')}
        </h2>
        {news[0] && (
          <p className="news">
            <a href={`#c${news[0].id}`}>{news.length} new</a> since your last visit
          </p>
        )}
        {host.count > 1 && (
          <nav aria-label="Order of the comments">
            {spaced(
              (['best', 'new'] as const).map((order) => (
                <a
                  key={order}
                  href={`${path}${order === 'new' ? '?sort=new' : ''}#comments`}
                  aria-current={order === sort ? 'true' : undefined}
                >
                  {order}
                </a>
              )),
            )}
          </nav>
        )}
      </div>
      {only !== undefined && (
        <p className="quiet">
          {page.items.length > 0 ? 'You’re reading one thread.' : 'We can’t find that comment here.'}{' '}
          <a href={`${path}#comments`}>All comments</a>
        </p>
      )}
      {page.items.length > 0 && <KeptThreads items={page.items} common={common} mine={mine} news={news} />}
      {page.next && (
        <p className="more">
          <a href={pageAfter(sort === 'new' ? `${path}?sort=new` : path, page.next)} rel="next">
            More comments
          </a>
        </p>
      )}
      {host.locked ? (
        <>
          <p className="empty">{lockedSentence}</p>
          <KeptText actions={[host.reply]} />
        </>
      ) : (
        <CommentForm
          host={host}
          reader={reader}
          orphan={!page.items.some(({ id, gone }) => !gone && String(id) === parent)}
        />
      )}
    </section>
  )
}
