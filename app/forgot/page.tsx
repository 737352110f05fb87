import type { Metadata } from 'next'
import { Field } from '@/components/form/field'
import { Page } from '@/components/frame/page'
import { queried } from '@/core/page-query'
import { paths } from '@/core/paths'

export const metadata: Metadata = { title: 'A new password', robots: { index: false } }

/** Requests a mail to reset the password. */
export default function Forgot() {
  return (
    <Page>
      <h1 className="list-title">A new password</h1>
      {queried('sent') ? (
        <p role="status">
          If that address belongs to an account, we have sent it a link. It works for an hour.
        </p>
      ) : (
        <form method="post" action={paths.forgot} className="narrow">
          <Field name="email" label="Your email address" type="email" autoComplete="email" required />
          <p className="buttons">
            <button type="submit" className="primary">
              Send the link
            </button>
          </p>
        </form>
      )}
    </Page>
  )
}
