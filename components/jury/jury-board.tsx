import { paths } from '@/core/paths'
import type { Board } from '@/lib/jury'
import { newJuror, weightOf } from '@/lib/jury'

const weight = (value: number): string => value.toFixed(1)
const points = (value: number): string => (value > 0 ? `+${value}` : String(value).replace('-', '−'))

/** The results of the viewer's verdicts, and the month's best jurors. */
export function JuryBoard({ board: { best, record, judged, points: own } }: { board: Board }) {
  const { publishRight, publishWrong, rejectRight, rejectWrong } = record
  const right = publishRight + rejectRight
  const settled = right + publishWrong + rejectWrong
  const weighs = weightOf(record)
  return (
    <>
      <section aria-labelledby="juror">
        <h2 id="juror">You</h2>
        <p>
          {judged === 0 && 'You haven’t judged any yet.'}
          {judged > 0 && settled === 0 && `You have judged ${judged}, and none is decided yet.`}
          {settled > 0 &&
            `You have judged ${judged}. ${settled} ${settled === 1 ? 'is' : 'are'} decided, and you were right about ${right}.`}{' '}
          Your next verdict counts {weight(weighs)}; a new juror’s counts {weight(weightOf(newJuror))}.
          {weighs === 0 && ' It grows again with each one you are right about.'} This month you have{' '}
          {points(own)} points.
        </p>
      </section>
      <section aria-labelledby="board">
        <h2 id="board">This month</h2>
        {best.length === 0 ? (
          <p className="quiet">No points yet.</p>
        ) : (
          <ol className="jury-board">
            {best.map(({ handle, points: won }) => (
              <li key={handle}>
                <a href={paths.user(handle)}>{handle}</a> <span>{points(won)}</span>
              </li>
            ))}
          </ol>
        )}
        <p className="quiet">
          Points move from jurors who were wrong to jurors who were right.{' '}
          <a href={`${paths.rules}#jury`}>How the jury works</a>
        </p>
      </section>
    </>
  )
}
