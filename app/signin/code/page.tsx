import type { Metadata } from 'next'
import { Back } from '@/components/form/back'
import { typed } from '@/components/form/field'
import { OwnScript } from '@/components/frame/own-script'
import { Page } from '@/components/frame/page'
import { CodeField } from '@/components/user/access/code-field'
import { PasskeyButton } from '@/components/user/access/passkey-button'
import { context } from '@/core/context'
import { queried } from '@/core/page-query'
import { localPath, paths } from '@/core/paths'
import { findFactors, requestOptions } from '@/lib/user'

export const metadata: Metadata = { title: 'Enter your code', robots: { index: false } }

/** The second factor of a sign-in. */
export default async function SignInCode() {
  const { awaiting } = context()
  const to = typed('to', localPath(queried('to')))
  if (!awaiting) {
    context().redirect = paths.signIn(to)
    return null
  }
  const factors = await findFactors(awaiting.userId)
  const options = factors.passkey ? await requestOptions() : null
  return (
    <Page>
      <h1 className="list-title">Enter your code</h1>
      {factors.authenticator && (
        <form method="post" action={paths.signInCode()} className="narrow">
          <input type="hidden" name="to" value={to} />
          <CodeField action={paths.signInCode()} required />
          <p className="buttons">
            <button type="submit" className="primary">
              Sign in
            </button>
          </p>
        </form>
      )}
      {options && (
        <PasskeyButton action={paths.signInPasskey} options={options} label="Use a passkey instead" to={to} />
      )}
      {!factors.authenticator && <p>This site asks its moderators for a passkey. Use one of yours.</p>}
      <form method="post" action={paths.signOut}>
        <Back />
        <p className="buttons">
          <button type="submit" className="link">
            Cancel
          </button>
        </p>
      </form>
      {options && <OwnScript name="p" />}
    </Page>
  )
}
