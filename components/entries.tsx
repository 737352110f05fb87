import type { Card as CardData, Page as ListPage } from '@/lib/bemoaning/card'
import { rankedBy } from '@/lib/bemoaning/feeds'
import { findMine } from '@/lib/bemoaning/queries'
import { cacheTags } from '@/lib/cache-tags'
import { context } from '@/lib/context'
import { pageAfter } from '@/lib/paths'
import type { Match } from '@/lib/search/queries'
import { Card } from './card'

/** A page of cards with what the viewer did with them, and the way to the next page. */
export async function Entries({
  list,
  path,
  empty,
  matches,
}: {
  list: ListPage<CardData>
  path: string
  empty: string
  /** What a search matched, by id. */
  matches?: ReadonlyMap<number, Match>
}) {
  const { tags, url } = context()
  for (const { id } of list.items) tags.add(cacheTags.bemoaning(id))
  const ranked = rankedBy(path) || matches ? path : undefined
  const mine = await findMine(list.items.map(({ id }) => id))
  if (list.items.length === 0) return <p className="empty">{empty}</p>
  return (
    <>
      <div className="entries">
        {list.items.map((card) => (
          <Card
            key={card.id}
            card={card}
            mine={mine.get(card.id)}
            back={url}
            list={ranked}
            match={matches?.get(card.id)}
          />
        ))}
      </div>
      {list.next ? (
        <p className="more">
          <a href={pageAfter(path, list.next)} rel="next">
            More bemoanings
          </a>
        </p>
      ) : (
        <p className="more quiet">That is all of it.</p>
      )}
    </>
  )
}
