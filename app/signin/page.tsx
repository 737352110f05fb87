import type { Metadata } from 'next'
import { Field, typed } from '@/components/form/field'
import { OwnScript } from '@/components/frame/own-script'
import { Page } from '@/components/frame/page'
import { PasskeyButton } from '@/components/user/access/passkey-button'
import { SignatureFields } from '@/components/user/access/signature-fields'
import { context } from '@/core/context'
import { readEnv } from '@/core/env'
import { queried } from '@/core/page-query'
import { localPath, paths } from '@/core/paths'
import { requestOptions } from '@/lib/user'

export const metadata: Metadata = { title: 'Sign in', robots: { index: false } }

const said = new Map([
  ['reset', 'Your new password is set. Sign in with it, then check what else opens your account.'],
  ['verified', 'You have confirmed your address.'],
])

/** Sign-in by password, by SSH key, or through GitHub and Google if the operator has set them up. */
export default async function SignIn() {
  const { viewer, form } = context()
  const to = typed('to', localPath(queried('to')))
  const { github, google } = readEnv()
  const note = [...said].find(([name]) => queried(name))?.[1]
  const passkeys = viewer ? null : await requestOptions()
  if (viewer) {
    return (
      <Page>
        <h1>You are signed in as {viewer.handle}.</h1>
        <p>
          <a href={to}>Go on</a>
        </p>
      </Page>
    )
  }
  return (
    <Page>
      <h1 className="list-title">Sign in</h1>
      {note && <p role="status">{note}</p>}
      {queried('error') && <p role="alert">The provider refused, or took too long. Try again.</p>}
      <form method="post" action={paths.signIn()} className="narrow">
        <input type="hidden" name="to" value={to} />
        <Field
          name="handle"
          label="Handle or email address"
          autoComplete="username webauthn"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <Field name="password" label="Password" type="password" autoComplete="current-password" required />
        <p className="buttons">
          <button type="submit" className="primary">
            Sign in
          </button>{' '}
          <a href={paths.forgot}>Forgot it?</a> <a href={paths.signUp(to)}>Sign up</a>
        </p>
      </form>
      {passkeys && (
        <PasskeyButton
          action={paths.signInPasskey}
          options={passkeys}
          label="Sign in with a passkey"
          to={to}
        />
      )}
      {(github || google) && (
        <form method="post" action={paths.signInProvider} className="buttons">
          <input type="hidden" name="to" value={to} />
          {github && (
            <button type="submit" name="provider" value="github">
              With GitHub
            </button>
          )}{' '}
          {google && (
            <button type="submit" name="provider" value="google">
              With Google
            </button>
          )}
        </form>
      )}
      <SshSignIn to={to} open={form?.action === paths.signInKey} />
      <OwnScript name="p" />
    </Page>
  )
}

function SshSignIn({ to, open }: { to: string; open: boolean }) {
  return (
    <details className="ssh" open={open}>
      <summary>With an SSH key</summary>
      <form method="post" action={paths.signInKey} className="narrow">
        <p>
          Run the command for your shell with a key from your settings, and paste the output. It works once,
          for ten minutes.
        </p>
        <input type="hidden" name="to" value={to} />
        <div className="field">
          <label htmlFor="ssh-handle">Handle</label>{' '}
          <input
            id="ssh-handle"
            name="handle"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={typed('handle')}
            required
          />
        </div>
        <SignatureFields action={paths.signInKey} />
        <p className="buttons">
          <button type="submit">Sign in with the key</button>
        </p>
      </form>
    </details>
  )
}
