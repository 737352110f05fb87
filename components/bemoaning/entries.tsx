import { Fragment, type ReactNode } from 'react'
import { cacheTags } from '@/core/cache-tags'
import { context } from '@/core/context'
import { rankedBy } from '@/core/feeds'
import { pageAfter } from '@/core/paths'
import type { Card as CardData, Page as ListPage } from '@/lib/bemoaning'
import { findMine } from '@/lib/bemoaning'
import type { Match } from '@/lib/search'
import { KeptCard } from './kept-card'
import { CaughtUp, SeenForm } from './seen'

function More({ path, next, said }: { path: string; next: string; said?: string }) {
  return (
    <>
      {said && <p className="empty">{said}</p>}
      <p className="more">
        <a href={pageAfter(path, next)} rel="next">
          More bemoanings
        </a>
      </p>
    </>
  )
}

/** Returns a page of cards with the viewer's votes on them, and a link to the next page. */
export async function entries({
  list,
  path,
  empty,
  matches,
  byTime = false,
  ends = false,
}: {
  list: ListPage<CardData>
  path: string
  empty: string
  /** The matches of a search, by id. */
  matches?: ReadonlyMap<number, Match>
  /** Newest first: marks entries since the viewer's last visit. */
  byTime?: boolean
  /** Shows "caught up" at the end of the list. */
  ends?: boolean
}): Promise<ReactNode> {
  const { tags, url, viewer } = context()
  for (const { id } of list.items) tags.add(cacheTags.bemoaning(id))
  const ranked = rankedBy(path) || matches ? path : undefined
  const mine = await findMine(list.items.map(({ id }) => id))
  const caughtUp = ends || (viewer?.hideSeen ?? false)
  // Everything on this page is muted; later pages may not be.
  if (list.items.length === 0 && list.next)
    return <More path={path} next={list.next} said="All of this is muted." />
  if (list.items.length === 0)
    return viewer?.hideSeen && !matches && !ends ? <CaughtUp /> : <p className="empty">{empty}</p>
  const last = byTime && viewer ? viewer.lastVisitAt : null
  const firstOld = last ? list.items.findIndex((card) => card.createdAt <= last) : -1
  return (
    <>
      {last && firstOld !== 0 && !url.includes('after=') && (
        <p className="since">New since your last visit</p>
      )}
      <div className="entries" data-seen={viewer?.hideSeen ? '' : undefined}>
        {list.items.map((card, at) => (
          <Fragment key={card.id}>
            {at === firstOld && at > 0 && <p className="since">You have seen the rest</p>}
            <KeptCard
              card={card}
              mine={mine.get(card.id)}
              back={url}
              list={ranked}
              match={matches?.get(card.id)}
            />
          </Fragment>
        ))}
      </div>
      <SeenForm ids={list.items.map(({ id }) => id)} />
      {list.next ? (
        <More path={path} next={list.next} />
      ) : caughtUp ? (
        <CaughtUp />
      ) : (
        <p className="more quiet">That’s all.</p>
      )}
    </>
  )
}
