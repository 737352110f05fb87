import type { FormState } from '@/core/context'
import { paths } from '@/core/paths'

/** Explains at the top of the page why a form is shown again; each error links to its field. */
export function Notice({ form }: { form: FormState | null }) {
  if (!form || form.outcome === 'done') return null
  const isSignIn = form.message.startsWith('You need an account')
  const errors = form.errors.filter(({ path }) => path)
  return (
    <div className="notice" role="alert">
      <p>
        {form.message} {form.link && !isSignIn && <a href={form.link}>Go there</a>}
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
      {isSignIn && (
        <p>
          <a href={paths.signIn(form.values.back?.[0])}>Sign in</a> or{' '}
          <a href={paths.signUp(form.values.back?.[0])}>sign up</a>. It takes ten seconds.
        </p>
      )}
    </div>
  )
}
