import type { Metadata } from 'next'
import { LinkSpent } from '@/components/frame/link-spent'
import { Page } from '@/components/frame/page'
import { queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import { readMailToken } from '@/lib/user'

export const metadata: Metadata = {
  title: 'Confirm your address',
  robots: { index: false },
  referrer: 'no-referrer',
}

/** Target of the link that verifies an address. Needs a button, because mail programs open links. */
export default async function Verify() {
  const token = queried('token') ?? ''
  const found = await readMailToken(token, 'verify')
  if (!found.ok) return <LinkSpent message={found.message} />
  return (
    <Page>
      <h1 className="list-title">Confirm your address</h1>
      <form method="post" action={paths.verifyForm}>
        <input type="hidden" name="token" value={token} />
        <p>
          Make <strong>{found.value.email}</strong> the address of {found.value.handle}?
        </p>
        <p className="buttons">
          <button type="submit" className="primary">
            Confirm
          </button>
        </p>
      </form>
    </Page>
  )
}
