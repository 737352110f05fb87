import { context } from '@/core/context'
import { inThread, pageAfter } from '@/core/paths'
import type { Page } from '@/lib/bemoaning'
import type { PlacedComment } from '@/lib/comment'
import { addressOfPlace, tagOfPlace } from '@/lib/comment'
import { Ago } from '../parts/ago'
import { CommentText } from './comment'

/** A user's comments, each under its subject. */
export function CommentedList({
  list,
  path,
  empty,
}: {
  list: Page<PlacedComment>
  path: string
  empty: string
}) {
  const { tags } = context()
  for (const { place } of list.items) tags.add(tagOfPlace(place))
  if (list.items.length === 0) return <p className="empty">{empty}</p>
  return (
    <>
      <ol className="said-list">
        {list.items.map(({ id, bodyHtml, votes, createdAt, remedy, about, place }) => (
          <li key={id}>
            <article aria-labelledby={`s${id}`}>
              <h2 className="said-about" id={`s${id}`} dir="auto">
                <a href={addressOfPlace(place, id)}>{about}</a>
              </h2>
              <CommentText html={bodyHtml} />
              <p className="byline">
                <Ago date={createdAt} /> <span>so true {votes}</span>{' '}
                <a href={inThread(addressOfPlace(place), id)}>
                  context<span className="sr-only"> of this comment</span>
                </a>{' '}
                {remedy && <span className="state state-fixed">the remedy</span>}
              </p>
            </article>
          </li>
        ))}
      </ol>
      {list.next && (
        <p className="more">
          <a href={pageAfter(path, list.next)} rel="next">
            Older ones
          </a>
        </p>
      )}
    </>
  )
}
