import { context } from '@/core/context'
import { paths } from '@/core/paths'
import type { Case } from '@/lib/moderation'
import { type Act, actNames, acts, decisionLimits } from '@/lib/moderation'
import { Field, TextField, typed } from '../form/field'
import { spaced } from '../parts/spaced'

/** True if an action applies to the subject of the case in its current state. */
function fits(act: Act, found: Case): boolean {
  const { subject, standing, gone, locked, anonymous, author, bannedUntil, line, removedLine } = found
  if (!(acts[act].on as readonly string[]).includes(subject.type)) return false
  if (act === 'keep') return true
  if (act === 'ban') return !anonymous && author !== null
  if (act === 'lift') return bannedUntil !== null
  if (act === 'remove line') return line !== null
  if (act === 'restore line') return removedLine !== null && line === null
  if (gone === 'deleted') return false
  if (act === 'restore') return gone === 'removed' || standing === 'rejected'
  if (act === 'publish' || act === 'reject') return standing === 'pending'
  if (gone || standing === 'rejected') return false
  return act === 'lock' ? !locked : act === 'merge' ? standing === 'published' : true
}

function TagChoices({
  all,
  chosen,
  action,
}: {
  all: readonly string[]
  chosen: readonly string[]
  action: string
}) {
  const { form } = context()
  const ticked = form?.action === action ? (form.values.tags ?? []) : chosen
  return (
    <fieldset className="for-tags">
      <legend>Its tags, 1 to 3</legend>
      <div className="tag-choices">
        {spaced(
          all.map((tag) => (
            <label className="tag-choice" key={tag}>
              <input type="checkbox" name="tags" value={tag} defaultChecked={ticked.includes(tag)} /> {tag}
            </label>
          )),
        )}
      </div>
    </fieldset>
  )
}

/** Decides a case: one action and a reason. The style sheet hides fields of other actions; their values are ignored. */
export function DecideForm({ found, tags }: { found: Case; tags: readonly string[] }) {
  const action = paths.decideCase(found.id)
  const fitting = actNames.filter((act) => fits(act, found))
  const chosen = typed('action', '', action)
  return (
    <section aria-labelledby="decide">
      <h2 id="decide">Decide</h2>
      <form method="post" action={action} className="decide">
        <fieldset>
          <legend className="sr-only">What to do</legend>
          {spaced(
            fitting.map((act) => (
              <label key={act} className="reason">
                <input type="radio" name="action" value={act} defaultChecked={chosen === act} required />{' '}
                {act === 'ban' && found.subject.type === 'user' ? 'Ban for a time' : acts[act].label}
              </label>
            )),
          )}
        </fieldset>
        {fitting.includes('edit tags') && <TagChoices all={tags} chosen={found.tags} action={action} />}
        {fitting.includes('merge') && (
          <div className="for-merge">
            <Field
              name="into"
              action={action}
              label="Number of the other bemoaning"
              hint="Comments and votes move there, and this address redirects to it."
              inputMode="numeric"
              placeholder="#1024"
            />
          </div>
        )}
        {fitting.includes('ban') && (
          <div className="for-ban">
            <Field
              name="days"
              action={action}
              label="Days"
              hint={`1 to ${decisionLimits.banMost}. We end every session at once.`}
              inputMode="numeric"
            />
          </div>
        )}
        <Field
          name="reason"
          action={action}
          label="Reason"
          hint="Everybody can read it."
          required
          maxLength={decisionLimits.reasonMax}
        />
        <p className="buttons">
          <button type="submit" className="primary">
            Decide
          </button>
        </p>
      </form>
    </section>
  )
}

/** Claims a case, so that two moderators do not work on it at once. */
export function ClaimForm({ found: { id, claimer, claimedByMe } }: { found: Case }) {
  return (
    <form method="post" action={paths.claimCase(id)}>
      <p className="buttons">
        {claimer && !claimedByMe ? (
          <span>{claimer} is at it.</span>
        ) : (
          <button type="submit" name="on" value={claimedByMe ? '0' : '1'}>
            {claimedByMe ? 'Release the case' : 'Take the case'}
          </button>
        )}{' '}
        {claimedByMe && <span className="quiet">You hold it for an hour.</span>}
      </p>
    </form>
  )
}

/** A note for the other moderators. */
export function NoteForm({ id }: { id: number }) {
  const action = paths.noteCase(id)
  return (
    <form method="post" action={action} data-draft={`case-${id}`}>
      <TextField
        name="note"
        action={action}
        label="A note for the other moderators"
        rows={2}
        required
        data-max={decisionLimits.noteMax}
      />
      <p className="buttons">
        <button type="submit">Add the note</button>
      </p>
    </form>
  )
}
