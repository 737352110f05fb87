import { cacheTags } from '@/core/cache-tags'
import { keptHtml } from '@/core/kept-html'
import { ago } from '@/core/time'
import type { Card as CardData, Mine } from '@/lib/bemoaning'
import type { Match } from '@/lib/search'
import { Card } from './card'

/**
 * The card of a list, drawn once for all readers to whom it looks the same. What its HTML depends on is its key: the whole
 * text, so that no other can be shown for it.
 */
export function KeptCard({
  card,
  mine,
  back,
  list,
  match,
}: {
  card: CardData
  mine: Mine | undefined
  back: string
  list: string | undefined
  match: Match | undefined
}) {
  // Lists do not show the details, which may be long.
  const shown = { ...card, detailsHtml: null }
  const times = `${ago(card.createdAt)} ${card.bittenAt ? ago(card.bittenAt) : ''}`
  return keptHtml(
    {
      tag: cacheTags.bemoaning(card.id),
      shows: match ?? card,
      key: () => `card ${JSON.stringify([shown, match ?? null])}`,
      variant: `${JSON.stringify([mine ?? null, list ?? null])} ${times}`,
    },
    back,
    (hole) => <Card card={shown} mine={mine} back={hole} list={list} match={match} />,
  )
}
