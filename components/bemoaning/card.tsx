import { paths } from '@/core/paths'
import type { Card as CardData, Mine } from '@/lib/bemoaning'
import type { Match } from '@/lib/search'
import { Art } from '../parts/art'
import { Highlighted } from '../parts/highlighted'
import { Lines } from '../parts/lines'
import { BiteForm } from './bit-again'
import { Byline } from './byline'
import { VoteButtons } from './vote-buttons'

type Props = {
  card: CardData
  mine: Mine | undefined
  /** Path of the current page, for forms to return to. */
  back: string
  /** True on its own page, where the text is the heading and not a link. */
  alone?: boolean
  /** It was drawn at random: where the next one is. */
  another?: string | undefined
  /** The ranked list it is in, if any. */
  list?: string | undefined
  /** The match of a search. */
  match?: Match | undefined
}

/** A bemoaning: number and randomart in the gutter, text, sign-off, byline, votes. */
export function Card({ card, mine, back, alone = false, another, list, match }: Props) {
  const href = paths.bemoaning(card.id, card.body)
  const Text = alone ? 'h1' : 'h2'
  return (
    <article
      className="entry"
      id={`b${card.id}`}
      data-id={card.id}
      data-own={mine?.own ? '' : undefined}
      aria-labelledby={`t${card.id}`}
    >
      <div className="gutter">
        <a className="line-number" href={href}>
          #{card.id}
        </a>{' '}
        <Art digest={card.art} />
      </div>
      <div className="entry-body">
        <Text className="bemoaning kept" id={`t${card.id}`} dir="auto">
          {alone ? (
            <Lines text={card.body} />
          ) : (
            <a className="bemoaning-link" href={href}>
              {match ? <Highlighted pieces={match.text} lines /> : <Lines text={card.body} />}
            </a>
          )}{' '}
          <span className="stamp">IBTSOCS</span>
        </Text>
        {match?.comment && (
          <p className="said" dir="auto">
            {match.comment.author ?? 'somebody'}:{' '}
            <a href={paths.comment(card.id, card.body, match.comment.id)}>
              <Highlighted pieces={match.comment.text} />
            </a>
          </p>
        )}
        <Byline card={card} />
        <VoteButtons card={card} mine={mine} back={back} href={href} alone={alone} list={list} />
        {another && (
          <p>
            <a className="another" href={another} rel="nofollow">
              Another one
            </a>
          </p>
        )}
        {alone && <BiteForm card={card} mine={mine} back={back} />}
      </div>
    </article>
  )
}
