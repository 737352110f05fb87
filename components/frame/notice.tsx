import type { FormState } from '@/core/context'
import { paths } from '@/core/paths'

/** Explains at the top of the page why a form is shown again; each error links to its field. */
export function Notice({ form }: { form: FormState | null }) {
  if (!form || form.outcome === 'done' || form.outcome === 'preview') return null
  const { signIn } = form
  const errors = form.errors.filter(({ path }) => path)
  return (
    <div className="notice" role={form.outcome === 'kept' ? 'status' : 'alert'}>
      <p>
        {form.message} {form.link && signIn === undefined && <a href={form.link}>Go there</a>}
      </p>
      {errors.length > 1 && (
        <ul>
          {errors.map(({ path, message }) => (
            <li key={`${path}${message}`}>
              <a href={`#f-${path}`}>{message}</a>
            </li>
          ))}
        </ul>
      )}
      {signIn !== undefined && (
        <p>
          <a href={paths.signIn(signIn)}>Sign in</a> or <a href={paths.signUp(signIn)}>sign up</a>. It takes
          ten seconds.
        </p>
      )}
      {form.outcome === 'kept' && <Press form={form} />}
    </div>
  )
}

/** Does what the viewer pressed before they signed in, where signing in could not: after a provider's page. */
function Press({ form: { action, values } }: { form: FormState }) {
  const label = /\/vote$/.test(action) ? 'So true' : /\/save$/.test(action) ? 'Save' : null
  if (label === null) return null
  return (
    <form method="post" action={action} className="buttons">
      <input type="hidden" name="back" value={values.back?.[0] ?? '/'} />
      <button type="submit" name="on" value="1">
        {label}
      </button>
    </form>
  )
}
