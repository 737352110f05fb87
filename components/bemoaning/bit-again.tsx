import { context } from '@/core/context'
import { paths } from '@/core/paths'
import type { Card, Mine } from '@/lib/bemoaning'
import { Ago } from '../parts/ago'

/** "bit somebody again 14 minutes ago"; shown once someone has said that it bit them again. */
export function BitAgain({ card }: { card: Card }) {
  if (card.bites === 0 || !card.bittenAt) return null
  return (
    <span className="bitten">
      bit somebody again <Ago date={card.bittenAt} />
    </span>
  )
}

/** "Bit me again", for the author and users who bemoan it too; the style sheet shows it as soon as they do. */
export function BiteForm({ card, mine, back }: { card: Card; mine: Mine | undefined; back: string }) {
  if (!context().viewer) return null
  const bitten = mine?.bitten ?? false
  return (
    <form className="bite" method="post" action={paths.bite(card.id)}>
      <input type="hidden" name="back" value={back} />
      <button type="submit" className="link" name="on" value={bitten ? '0' : '1'} aria-pressed={bitten}>
        {bitten ? 'It bit me today' : 'Bit me again'}
      </button>
    </form>
  )
}
