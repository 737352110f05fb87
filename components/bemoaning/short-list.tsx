import { paths } from '@/core/paths'
import type { Line } from '@/lib/state'
import { Ago } from '../parts/ago'
import { Lines } from '../parts/lines'

/** A few bemoanings, each a line with its number, full text and votes. */
export function ShortList({ lines, empty }: { lines: readonly Line[]; empty: string }) {
  if (lines.length === 0) return <p className="quiet">{empty}</p>
  return (
    <ol className="short-list">
      {lines.map(({ id, body, createdAt, state, votes }) => (
        <li key={id}>
          <span className="short-list-number" aria-hidden="true">
            <span className="sr-only">#</span>
            {id}
          </span>{' '}
          <div>
            <a className="short-list-text kept" href={paths.bemoaning(id, body)} dir="auto">
              <Lines text={body} />
            </a>
            <p className="byline">
              <span className="vote-bemoan">+ {votes.bemoan} bemoan this too</span>{' '}
              <span className="vote-self_inflicted">! {votes.self_inflicted} self-inflicted</span>{' '}
              <span>
                <Ago date={createdAt} />
              </span>{' '}
              {state !== 'broken' && <span className={`state state-${state}`}>{state}</span>}
            </p>
          </div>
        </li>
      ))}
    </ol>
  )
}
