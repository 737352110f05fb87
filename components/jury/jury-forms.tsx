import { context } from '@/core/context'
import { paths } from '@/core/paths'
import type { JuryItem } from '@/lib/jury'
import { juryRules, rejectReasons } from '@/lib/jury'
import { Back } from '../form/back'
import { Field } from '../form/field'
import { spaced } from '../parts/spaced'

/** Publish, reject with a reason, skip. `data-jury` is the keyboard shortcut. */
export function JuryForms({ id, version }: Pick<JuryItem, 'id' | 'version'>) {
  const action = paths.judge(id)
  const { form } = context()
  const returned = form?.action === action ? form : null
  const error = returned?.errors.find(({ path }) => path === 'reason')?.message
  const read = <input type="hidden" name="version" value={version} />
  return (
    <div className="jury-forms">
      <form method="post" action={action}>
        {read}
        <button type="submit" name="verdict" value="publish" className="jury-button" data-jury="y">
          Publish <span className="key" aria-hidden="true" data-key="y" />
        </button>
      </form>
      <details className="jury-reject" open={returned?.values.verdict?.[0] === 'reject'}>
        <summary className="jury-button" data-jury="n">
          Reject… <span className="key" aria-hidden="true" data-key="n" />
        </summary>
        <form method="post" action={action}>
          {read}
          <input type="hidden" name="verdict" value="reject" />
          <fieldset className="jury-reasons" id="f-reason" aria-describedby={error ? 'e-reason' : undefined}>
            <legend>Why?</legend>
            {spaced(
              rejectReasons.map(({ reason, label }, at) => (
                <label key={reason}>
                  <input
                    type="radio"
                    name="reason"
                    value={reason}
                    required
                    data-jury={at + 1}
                    defaultChecked={returned?.values.reason?.[0] === reason}
                  />{' '}
                  {label} <span className="key" aria-hidden="true" data-key={at + 1} />
                </label>
              )),
            )}
          </fieldset>
          {error && (
            <p className="error" id="e-reason">
              {error}
            </p>
          )}
          <Field
            name="note"
            label="Note to the moderators, if it needs one"
            maxLength={juryRules.noteMax}
            action={action}
          />
          <p className="buttons">
            <button type="submit">Reject</button>
          </p>
        </form>
      </details>
      <form method="post" action={paths.skipJudging(id)}>
        <Back />
        <button type="submit" className="jury-button" data-jury="s">
          Skip <span className="key" aria-hidden="true" data-key="s" />
        </button>
      </form>
      <a className="quiet" href={paths.report('bemoaning', id)}>
        Report
      </a>
    </div>
  )
}
