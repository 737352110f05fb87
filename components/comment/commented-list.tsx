import { context } from '@/core/context'
import { inThread, pageAfter } from '@/core/paths'
import type { Page } from '@/lib/bemoaning'
import type { PlacedComment } from '@/lib/comment'
import { addressOfPlace, tagOfPlace } from '@/lib/comment'
import { Ago } from '../parts/ago'
import { CommentText } from './comment'

/** Comments of one person, each under its subject. @param level of the heading that the subject is */
export function SaidList({ items, level = 2 }: { items: readonly PlacedComment[]; level?: 2 | 3 }) {
  const { tags } = context()
  for (const { place } of items) tags.add(tagOfPlace(place))
  const About = `h${level}` as const
  return (
    <ol className="said-list">
      {items.map(({ id, bodyHtml, votes, createdAt, remedy, about, place }) => (
        <li key={id}>
          <article aria-labelledby={`s${id}`}>
            <About className="said-about" id={`s${id}`} dir="auto">
              <a href={addressOfPlace(place, id)}>{about}</a>
            </About>
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
  )
}

/** A page of a user's comments. */
export function CommentedList({
  list,
  path,
  empty,
}: {
  list: Page<PlacedComment>
  path: string
  empty: string
}) {
  if (list.items.length === 0) return <p className="empty">{empty}</p>
  return (
    <>
      <SaidList items={list.items} />
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
