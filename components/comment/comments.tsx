import type { ReactNode } from 'react'
import { onlyThread } from '@/core/page-query'
import { inThread, pageAfter } from '@/core/paths'
import { plural } from '@/core/plural'
import { scriptPath } from '@/core/script'
import { lockedSentence, type Page } from '@/lib/bemoaning'
import { type Comment as CommentData, type CommentSort, visitThread } from '@/lib/comment'
import { KeptText } from '../form/kept-text'
import { spaced } from '../parts/spaced'
import { CommentForm } from './comment-form'
import { type CommentHost, threadReader } from './host'
import { inCommon, KeptComment } from './kept-comment'

type Props = { host: CommentHost; page: Page<CommentData>; sort: CommentSort; decides: boolean }

type Node = { comment: CommentData; answers: Node[] }

/** Rebuilds the tree from the reading order: replies name their parent. */
function toTree(items: readonly CommentData[]): Node[] {
  const nodes = new Map(items.map((comment) => [comment.id, { comment, answers: [] as Node[] }]))
  const roots: Node[] = []
  for (const node of nodes.values()) {
    const parent = node.comment.parent === null ? undefined : nodes.get(node.comment.parent)
    ;(parent?.answers ?? roots).push(node)
  }
  return roots
}

const count = (nodes: readonly Node[]): number =>
  nodes.reduce((sum, node) => sum + 1 + count(node.answers), 0)

/**
 * Returns the comments of a bemoaning or a post: threads, sort order, and the form.
 * @param decides whether the viewer may choose the remedy
 */
export async function comments({ host, page, sort, decides }: Props): Promise<ReactNode> {
  const reader = threadReader()
  const parent = reader.form?.values.parent?.[0]
  const common = inCommon({ host, reader, decides })
  const { path } = host
  // Another page of a long thread is not where the address of a comment leads.
  const isLater = reader.back.includes('after=')
  const ids = page.items.map(({ id }) => id)
  const { mine, since, reports } = await visitThread(host.thread, ids)
  const isNew = ({ id, gone, createdAt }: CommentData) =>
    since !== null && gone === null && createdAt > since && mine.get(id)?.own !== true
  const news = page.items.filter(isNew)
  const { only } = onlyThread()
  const list = (nodes: readonly Node[]) => (
    // biome-ignore lint/a11y/noRedundantRoles: Safari tells the depth of lists without bullets only if they say so
    <ol className="thread" role="list">
      {nodes.map(({ comment, answers }) => (
        <li key={comment.id}>
          <KeptComment
            comment={comment}
            mine={mine.get(comment.id)}
            common={common}
            href={isLater ? inThread(path, comment.id) : `${path}#c${comment.id}`}
            isNew={isNew(comment)}
          />
          {answers.length > 0 && (
            <details className="answers" data-fold={comment.id} open>
              <summary>{plural(count(answers), 'reply', 'replies')}</summary>
              {list(answers)}
            </details>
          )}
        </li>
      ))}
    </ol>
  )
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
      {page.items.length > 0 && list(toTree(page.items))}
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
