import { paths } from '@/lib/paths'
import { Field } from './field'

/** Says once more who one is, for what could take the account away from its owner. @param has whether by password */
export function AgainSection({ has }: { has: boolean }) {
  return (
    <section id="again">
      <h2>Is it you?</h2>
      <p>
        You signed in more than half an hour ago. Mail address, keys, tokens, sessions, and leaving wait until
        you say so again: somebody else may sit here by now.
      </p>
      {has ? (
        <form method="post" action={paths.proveAgain} className="narrow">
          <Field
            name="current"
            label="Your password"
            type="password"
            action={paths.proveAgain}
            autoComplete="current-password"
            required
          />
          <p className="buttons">
            <button type="submit">It is me</button>
          </p>
        </form>
      ) : (
        <p>Sign out, and sign in again with your key or through your provider.</p>
      )}
    </section>
  )
}
