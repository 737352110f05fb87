import { paths } from '@/core/paths'
import { freshMinutes, type Held, requestOptions } from '@/lib/user'
import { Field } from '../../form/field'
import { CodeField } from './code-field'
import { PasskeyButton } from './passkey-button'
import { SignatureFields } from './signature-fields'

type Props = {
  held: Held
  /** Where to continue; by default the settings. */
  to?: string
}

/** All methods to reauthenticate. */
export async function Reauthenticate({ held, to }: Props) {
  const { hasPassword, authenticator } = held
  const hasKeys = held.sshKeys.length > 0
  const options = held.passkey ? await requestOptions() : null
  const next = to ? <input type="hidden" name="to" value={to} /> : null
  const byForm = hasPassword || authenticator
  const path = paths.proveAgain()
  return (
    <>
      <p>
        You last confirmed who you are more than {freshMinutes} minutes ago. Confirm it again before you
        change how you sign in, download your data or leave: somebody else may be using this browser.
      </p>
      {byForm && (
        <form method="post" action={path} className="narrow">
          {next}
          {hasPassword && (
            <Field
              name="current"
              label="Your password"
              type="password"
              action={path}
              autoComplete="current-password"
              required
            />
          )}
          {authenticator && <CodeField action={path} required />}
          <p className="buttons">
            <button type="submit">Confirm</button>
          </p>
        </form>
      )}
      {options && (
        <PasskeyButton
          action={paths.proveByPasskey}
          options={options}
          label="Confirm with a passkey"
          to={to}
        />
      )}
      {hasKeys && <ByKey needsCode={authenticator} to={to} open={!byForm && !options} />}
      {!byForm && !options && !hasKeys && <p>Sign out, then sign in again through your provider.</p>}
    </>
  )
}

function ByKey({ needsCode, to, open }: { needsCode: boolean; to: string | undefined; open: boolean }) {
  const path = paths.proveByKey
  return (
    <details className="ssh" open={open}>
      <summary>With an SSH key</summary>
      <form method="post" action={path} className="narrow">
        {to && <input type="hidden" name="to" value={to} />}
        <p>Run the command of your shell with a key of yours, and paste what it prints.</p>
        <SignatureFields action={path} />
        {needsCode && <CodeField action={path} required />}
        <p className="buttons">
          <button type="submit">Confirm with the key</button>
        </p>
      </form>
    </details>
  )
}
