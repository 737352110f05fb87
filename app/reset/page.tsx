import type { Metadata } from 'next'
import { Field } from '@/components/form/field'
import { LinkSpent } from '@/components/frame/link-spent'
import { Page } from '@/components/frame/page'
import { queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import { readMailToken } from '@/lib/user'

export const metadata: Metadata = {
  title: 'A new password',
  robots: { index: false },
  referrer: 'no-referrer',
}

/** Target of the link in the reset mail. */
export default async function Reset() {
  const token = queried('token') ?? ''
  const found = await readMailToken(token, 'reset')
  if (!found.ok) return <LinkSpent message={found.message} />
  return (
    <Page>
      <h1 className="list-title">A new password for {found.value.handle}</h1>
      <form method="post" action={paths.resetForm} className="narrow">
        <input type="hidden" name="token" value={token} />
        <Field
          name="password"
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="At least 10 characters. This ends every session, API token and private feed address."
          required
          minLength={10}
        />
        <p className="buttons">
          <button type="submit" className="primary">
            Set password
          </button>
        </p>
      </form>
    </Page>
  )
}
