import type { Metadata } from 'next'
import { LinkSpent } from '@/components/frame/link-spent'
import { Page } from '@/components/frame/page'
import { queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import { readMailToken } from '@/lib/user'

export const metadata: Metadata = {
  title: 'Put your account back',
  robots: { index: false },
  referrer: 'no-referrer',
}

/** Target of the link that undoes a change of sign-in methods. Needs a button, because mail programs open links. */
export default async function Undo() {
  const token = queried('token') ?? ''
  const found = await readMailToken(token, 'undo')
  if (!found.ok) return <LinkSpent message={found.message} />
  const { email, handle } = found.value
  return (
    <Page>
      <h1 className="list-title">Put your account back</h1>
      <form method="post" action={paths.undoForm}>
        <input type="hidden" name="token" value={token} />
        <p>
          Put the account of {handle} back to what it was when we sent you this link? Its email address
          becomes <strong>{email}</strong>.
        </p>
        <p>
          This signs everybody out of the account. It removes the password, API tokens, providers, the private
          feed address, and every key, passkey and authenticator app that was added since. Then you set a new
          password.
        </p>
        <p className="buttons">
          <button type="submit" className="primary">
            Put it back
          </button>
        </p>
      </form>
    </Page>
  )
}
