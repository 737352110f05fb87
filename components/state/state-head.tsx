import { paths } from '@/core/paths'
import { stateWindows } from '@/core/windows'
import { fullCount } from '@/lib/chart'
import type { StateFigures } from '@/lib/state'
import { spanNames, spanWords } from '@/lib/state'
import { spaced } from '../parts/spaced'

const nothing =
  'Nobody bemoaned anything, and nothing was fixed. Either all is well, or it is early; both pass.'
const nothingEver =
  'Nobody has bemoaned anything yet. Computer science is in perfect order, as far as this site can tell.'

/** Title, windows, and the headline figures. */
export function StateHead({ figures, isEmpty }: { figures: StateFigures; isEmpty: boolean }) {
  const { bemoanings, comments, fixes, medianDays, span } = figures
  const median = medianDays === null ? 'none yet' : medianDays.toLocaleString('en')
  const headlines = [
    ['bemoanings', fullCount(bemoanings)],
    ['comments', fullCount(comments)],
    ['fixes', fullCount(fixes)],
    [medianDays === 1 ? 'day to a fix, median' : 'days to a fix, median', median],
  ] as const
  return (
    <>
      <h1>State of Computer Science</h1>
      <p className="lead">
        In {spanNames[span.window]}, {spanWords(span)}.
      </p>
      <div className="list-head state-nav">
        <nav aria-label="Windows">
          {spaced(
            stateWindows.map((window) => (
              <a
                key={window}
                href={paths.state(window)}
                aria-current={window === span.window ? 'page' : undefined}
              >
                {window}
              </a>
            )),
          )}
        </nav>{' '}
        <nav aria-label="These figures for machines" className="formats">
          {spaced(
            (['csv', 'json'] as const).map((format) => (
              <a key={format} href={paths.stateFile(format, span.window)}>
                {format}
              </a>
            )),
          )}
        </nav>
      </div>
      {isEmpty ? (
        <>
          <p className="empty">{span.window === 'all' ? nothingEver : nothing}</p>
          <p className="state-ways">
            {span.window !== 'all' && <a href={paths.state('all')}>All time</a>}{' '}
            <a href={paths.submit}>Bemoan something</a>
          </p>
        </>
      ) : (
        <dl className="headlines">
          {headlines.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}
