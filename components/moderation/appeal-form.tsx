import { paths } from '@/core/paths'
import { decisionLimits } from '@/lib/moderation'
import { TextField } from '../form/field'

/** An author's only appeal against a removal, or (with a ticket) a user's against a ban. */
export function AppealForm({ id, ticket }: { id: number; ticket?: string }) {
  const action = ticket ? paths.appealBan() : paths.appeal(id)
  return (
    <form method="post" action={action} data-draft={`appeal-${id}`}>
      {ticket && <input type="hidden" name="ticket" value={ticket} />}
      <TextField
        name="appeal"
        action={action}
        label={ticket ? 'Why should it be lifted?' : 'Why should it come back?'}
        hint="You can appeal once. A different moderator decides, and gives the reason."
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
