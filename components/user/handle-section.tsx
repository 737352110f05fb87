import type { Viewer } from '@/core/context'
import { paths } from '@/core/paths'
import { renameableFrom } from '@/lib/user'
import { Field } from '../form/field'

/** Changes the handle, once a year. */
export function HandleSection({ viewer, changedAt }: { viewer: Viewer; changedAt: Date | null }) {
  const from = renameableFrom(changedAt)
  return (
    <section>
      <h2>Handle</h2>
      {from ? (
        <p>
          It is {viewer.handle}. You can change it again from {from.toISOString().slice(0, 10)}.
        </p>
      ) : (
        <form method="post" action={paths.rename} className="narrow">
          <Field
            name="handle"
            label="New handle"
            hint={`You can change it once a year. Nobody else can take ${viewer.handle}, and its links lead to the new one.`}
            required
            minLength={3}
            maxLength={20}
            autoComplete="username"
            spellCheck={false}
            action={paths.rename}
          />
          <p className="buttons">
            <button type="submit">Change handle</button>
          </p>
        </form>
      )}
    </section>
  )
}
