import { paths } from '@/core/paths'
import { plural } from '@/core/plural'
import { voteKinds } from '@/core/vote-kinds'
import type { Card, Mine } from '@/lib/bemoaning'
import { ReportLink } from '../moderation/report-link'
import { spaced } from '../parts/spaced'
import { Split } from './vote-split'

type Props = {
  card: Card
  mine: Mine | undefined
  back: string
  href: string
  alone: boolean
  /** The ranked list it is in, if any. */
  list?: string | undefined
}

/** The two vote buttons with their counts, the comment count and share. Each takes one tap and works as a form. */
export function VoteButtons({ card, mine, back, href, alone, list }: Props) {
  const voted = mine?.vote ?? null
  return (
    <div className="actions">
      <form className="votes" method="post" action={paths.vote(card.id)}>
        <input type="hidden" name="back" value={back} />
        {spaced(
          voteKinds.map(({ kind, label, mark, counted: [one, many] }) => {
            const count = card.votes[kind]
            const pressed = voted === kind
            return (
              <button
                type="submit"
                key={kind}
                className={`vote vote-${kind}`}
                name="kind"
                value={pressed ? 'none' : kind}
                data-kind={kind}
                aria-pressed={pressed}
                // Authors cannot vote on their own bemoaning.
                disabled={mine?.own}
                aria-describedby={`n${card.id}-${kind}`}
              >
                <span className="mark" aria-hidden="true">
                  {mark}
                </span>{' '}
                {label}{' '}
                <span className="count" id={`n${card.id}-${kind}`}>
                  <span data-count>{count}</span> <span className="sr-only"> {count === 1 ? one : many}</span>
                </span>
              </button>
            )
          }),
        )}
      </form>
      <Split votes={card.votes} shown={voted !== null} />
      <div className="links">
        {!alone && (
          <a href={`${href}#comments`} className={card.comments === 0 ? 'no-comments' : undefined}>
            {card.comments === 0 ? 'Comment' : plural(card.comments, 'comment')}
            <span className="sr-only"> on #{card.id}</span>
          </a>
        )}{' '}
        <form className="save" method="post" action={paths.saveForm(card.id)}>
          <input type="hidden" name="back" value={back} />
          <button
            type="submit"
            className="link saved"
            name="on"
            value={mine?.saved ? '0' : '1'}
            aria-pressed={mine?.saved ?? false}
          >
            {mine?.saved ? 'Saved' : 'Save'}
            <span className="sr-only"> #{card.id}</span>
          </button>
        </form>
        {mine?.own ? <a href={paths.edit(card.id)}>Edit</a> : null}{' '}
        <a className="share" href={paths.share(card.id)} data-share={href} rel="nofollow">
          Share<span className="sr-only"> #{card.id}</span>
        </a>{' '}
        {alone && !mine?.own && <ReportLink type="bemoaning" id={card.id} what={`#${card.id}`} />}{' '}
        {list && (
          <a href={paths.why(card.id, list)} rel="nofollow">
            Why here<span className="sr-only">: #{card.id}</span>
          </a>
        )}
      </div>
    </div>
  )
}
