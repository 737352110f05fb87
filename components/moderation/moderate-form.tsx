import { context } from '@/core/context'
import { paths } from '@/core/paths'
import type { Move } from '@/lib/moderation'
import { Field } from '../form/field'
import { spaced } from '../parts/spaced'

const verbs: Record<Move, string> = {
  remove: 'Remove',
  restore: 'Restore',
  publish: 'Publish',
  reject: 'Reject',
  lock: 'Lock',
}

/** A moderator's actions on a bemoaning; the reason goes into the public log. */
export function ModerateForm({ id, moves }: { id: number; moves: readonly Move[] }) {
  const action = paths.moderate(id)
  return (
    <details className="moderate">
      <summary>Moderate</summary>
      <form method="post" action={action}>
        <input type="hidden" name="back" value={context().url} />
        <Field
          name="reason"
          action={action}
          label="Reason"
          hint="Everybody can read it."
          required
          maxLength={500}
        />
        <p className="buttons">
          {spaced(
            moves.map((move) => (
              <button type="submit" key={move} name="move" value={move}>
                {verbs[move]}
              </button>
            )),
          )}
        </p>
      </form>
    </details>
  )
}
