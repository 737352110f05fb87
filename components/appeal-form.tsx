import { decisionLimits } from '@/lib/moderation/input'
import { paths } from '@/lib/paths'
import { TextField } from './field'

/** An author's one appeal against a removal. */
export function AppealForm({ id }: { id: number }) {
  const action = paths.appeal(id)
  return (
    <form method="post" action={action} data-draft={`appeal-${id}`}>
      <TextField
        name="appeal"
        action={action}
        label="Why should it come back?"
        hint="You can appeal once. Another moderator than the one who removed it decides, and says why."
        rows={4}
        required
        data-max={decisionLimits.noteMax}
      />
      <output data-countdown={decisionLimits.noteMax} />
      <p className="buttons">
        <button type="submit">Appeal</button>
      </p>
    </form>
  )
}
