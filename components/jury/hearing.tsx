import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { plural } from '@/core/plural'
import { isModerator } from '@/core/role'
import type { Fate } from '@/lib/bemoaning'
import type { Hearing as HearingData } from '@/lib/jury'
import { saysOf } from '@/lib/jury'
import { Back } from '../form/back'

const jurors = (count: number): string => plural(count, 'juror')

/** The progress of the jury, in words. */
function stands({ given, weighing, quorum, stuck, opening }: HearingData): string {
  if (stuck)
    return `${jurors(given)} have judged it, and they don’t agree. A moderator decides, and we tell you.`
  const others = opening === 'appeal' ? ' These are other jurors than the first time.' : ''
  const silent = given - weighing
  const counted =
    silent === 0
      ? ''
      : ` ${silent} of the verdicts ${silent === 1 ? 'doesn’t' : 'don’t'} count, because those jurors have been no better than chance so far.`
  if (weighing >= quorum.enough)
    return `${jurors(given)} have judged it, and it isn’t clear yet. More jurors will judge it.${counted}${others}`
  return `${given === 0 ? 'Nobody has' : `${jurors(given)} ${given === 1 ? 'has' : 'have'}`} judged it so far; we need ${quorum.enough} verdicts${quorum.unanimous ? ' that agree' : ''}, or a moderator’s.${counted}${others}`
}

/** The jury's progress on a bemoaning, for its author and for moderators; and the author's appeal. */
export function Hearing({ id, fate, hearing }: { id: number; fate: Fate; hearing: HearingData }) {
  const { viewer } = context()
  const moderates = isModerator(viewer)
  const { reasons, notes, appealed, settledBy } = hearing
  return (
    <section className="hearing" aria-label="The jury">
      {fate.status === 'pending' && <p role="status">{stands(hearing)}</p>}
      {fate.status === 'rejected' && settledBy === 'jury' && reasons.length > 0 && (
        <ul>
          {reasons.map(([reason, count]) => (
            <li key={reason}>
              {jurors(count)}: {saysOf(reason)}
            </li>
          ))}
        </ul>
      )}
      {moderates && notes.length > 0 && (
        <>
          <h2>Notes from jurors</h2>
          <ul>
            {notes.map((note) => (
              <li key={note} dir="auto">
                {note}
              </li>
            ))}
          </ul>
        </>
      )}
      {fate.own && fate.status === 'rejected' && !appealed && (
        <form method="post" action={paths.appealToJury(id)}>
          <Back />
          <p>If they are wrong, you can appeal once. Other jurors judge it from the start.</p>
          <p className="buttons">
            <button type="submit">Appeal to other jurors</button>
          </p>
        </form>
      )}
      {fate.own && fate.status === 'rejected' && appealed && (
        <p>You have used your appeal. A moderator can still restore it.</p>
      )}
      <p className="quiet">
        <a href={`${paths.rules}#jury`}>How the jury works</a>
      </p>
    </section>
  )
}
