import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { type State, states } from '@/core/vocabulary'
import { worldLimits } from '@/lib/world'
import { Field, TextField } from '../form/field'
import { spaced } from '../parts/spaced'

const means: Record<State, string> = {
  broken: 'Broken',
  workaround: 'There is a workaround',
  fixed: 'Fixed',
}

/** Returns the form to show again, if it was sent to this action. */
const returned = (action: string) => {
  const { form } = context()
  return form?.action === action ? form : null
}

const Back = () => <input type="hidden" name="back" value={context().url} />

/**
 * "It got fixed". Asks for evidence if others have to believe it, and for no link from an account that cannot post one.
 */
export function FixForm({ id, settles, links }: { id: number; settles: boolean; links: boolean }) {
  const action = paths.proposeFix(id)
  const form = returned(action)
  return (
    <details className="disclosure" open={form !== null}>
      <summary>It got fixed</summary>
      <form method="post" action={action} data-draft={`fix-${id}`}>
        <Back />
        {links && (
          <Field
            name="url"
            label="Link, if you have one"
            {...(settles ? {} : { hint: 'A release or an issue convinces those who confirm it.' })}
            type="url"
            size={72}
            maxLength={worldLimits.urlMax}
            action={action}
            placeholder="https://"
          />
        )}
        <Field name="note" label="Note, if it needs one" maxLength={worldLimits.noteMax} action={action} />
        <p className="buttons">
          <button type="submit">{settles ? 'Mark as fixed' : 'Propose'}</button>
        </p>
      </form>
    </details>
  )
}

/** Changes the state; for its author and moderators. */
export function StateForm({ id, state, own }: { id: number; state: State; own: boolean }) {
  const action = paths.stateForm(id)
  const form = returned(action)
  const chosen = form?.values.state?.[0] ?? state
  return (
    <details className="disclosure" open={form !== null}>
      <summary>Where does it stand?</summary>
      <form method="post" action={action}>
        <Back />
        <fieldset className="choices">
          <legend className="sr-only">Where does it stand?</legend>
          {spaced(
            states.map((value) => (
              <label key={value}>
                <input type="radio" name="state" value={value} defaultChecked={chosen === value} />{' '}
                {means[value]}
              </label>
            )),
          )}
        </fieldset>
        <Field
          name="note"
          label={own ? 'A note, if it needs one' : 'The reason; it goes into the public log'}
          maxLength={worldLimits.noteMax}
          required={!own}
          action={action}
        />
        <p className="buttons">
          <button type="submit">Save</button>
        </p>
      </form>
    </details>
  )
}

/** How it ended; can be written once. */
export function EndingForm({ id }: { id: number }) {
  const action = paths.ending(id)
  const form = returned(action)
  return (
    <details className="disclosure" open={form !== null}>
      <summary>Tell how it ended</summary>
      <form method="post" action={action} data-draft={`ending-${id}`}>
        <Back />
        <TextField
          name="ending"
          label="How it ended"
          hint={`Up to ${worldLimits.endingMax} characters. You can’t change it later.`}
          rows={3}
          required
          data-max={worldLimits.endingMax}
          action={action}
        />
        <output data-countdown={worldLimits.endingMax} />
        <p className="buttons">
          <button type="submit">Add the ending</button>
        </p>
      </form>
    </details>
  )
}
