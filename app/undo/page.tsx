import type { Metadata } from 'next'
import { LinkSpent } from '@/components/link-spent'
import { Page } from '@/components/page'
import { queried } from '@/lib/page-query'
import { readMailToken } from '@/lib/user/recovery/mail-token'

export const metadata: Metadata = {
  title: 'Undo the new address',
  robots: { index: false },
  referrer: 'no-referrer',
}

/** Where the link leads that the former address of an account gets; a button undoes, because mail programs open links. */
export default async function Undo() {
  const token = queried('token') ?? ''
  const found = await readMailToken(token, 'undo')
  if (!found.ok) return <LinkSpent message={found.message} />
  const { email, handle } = found.value
  return (
    <Page>
      <h1 className="list-title">Undo the new address</h1>
      <form method="post" action="/undo">
        <input type="hidden" name="token" value={token} />
        <p>
          Make <strong>{email}</strong> the email address of {handle} again?
        </p>
        <p>
          This signs everybody out of the account. It removes the password, API tokens, the private feed
          address, and every key, passkey and authenticator app that was added since the address was changed.
          Then you set a new password.
        </p>
        <p className="buttons">
          <button type="submit" className="primary">
            Undo it
          </button>
        </p>
      </form>
    </Page>
  )
}
