import { paths } from '@/core/paths'
import { afterDays } from '@/core/time'
import type { Card } from '@/lib/bemoaning'
import { Ago } from '../parts/ago'
import { spaced } from '../parts/spaced'
import { BitAgain } from './bit-again'

/** The quiet line under a text: author, time, tags and state. */
export function Byline({ card }: { card: Card }) {
  return (
    <p className="byline">
      <span>{card.author ? <a href={paths.user(card.author)}>{card.author}</a> : 'anonymous'}</span>{' '}
      <span>
        <Ago date={card.createdAt} />
        {card.editedAt && ', edited'}
      </span>{' '}
      {spaced(
        card.tags.map((tag) => (
          <a className="tag" href={paths.tag(tag)} key={tag}>
            {tag}
          </a>
        )),
      )}{' '}
      {card.state !== 'broken' && (
        <span className={`state state-${card.state}`}>
          {card.fixedAt ? `fixed ${afterDays(card.createdAt, card.fixedAt)}` : card.state}
        </span>
      )}{' '}
      <BitAgain card={card} />{' '}
      {card.status === 'pending' && <span className="state">waits for the jury</span>}{' '}
      {card.starter && (
        <a
          className="starter"
          href={`${paths.about}#starter`}
          title="We wrote this so that you find something here on the first day"
        >
          example
        </a>
      )}
    </p>
  )
}
