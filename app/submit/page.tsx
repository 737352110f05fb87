import { randomUUID } from 'node:crypto'
import type { Metadata } from 'next'
import { BemoanFields } from '@/components/bemoan-fields'
import { Page } from '@/components/page'
import { SubmitScript } from '@/components/submit-script'
import { context } from '@/lib/context'
import { paths } from '@/lib/paths'

export const metadata: Metadata = {
  title: 'Bemoan',
  description: 'Say what is wrong with it, in two sentences.',
  alternates: { canonical: paths.submit },
}

/** Where bemoanings are written. */
export default function Submit() {
  const { viewer, form } = context()
  return (
    <Page>
      <h1 className="list-title">Bemoan</h1>
      {!viewer && (
        <p className="lead">
          Publishing needs an account, which needs a handle and a password.{' '}
          <a href={paths.signUp(paths.submit)}>Sign up</a> or <a href={paths.signIn(paths.submit)}>sign in</a>
          ; what you type here is kept in this browser.
        </p>
      )}
      <form
        method="post"
        action={paths.submit}
        className="bemoan-form"
        data-draft="submit"
        data-enhance="bemoan"
      >
        <input type="hidden" name="key" value={form?.values.key?.[0] ?? randomUUID()} />
        <BemoanFields />
        <p className="check">
          <label>
            <input type="checkbox" name="anonymous" defaultChecked={form?.values.anonymous?.[0] === 'on'} />{' '}
            Post anonymously: no page, feed or log will say it was you
          </label>
        </p>
        <p className="buttons">
          <button type="submit" className="primary">
            Bemoan
          </button>
        </p>
        <p className="draft-note" data-draft-note />
        <div className="similar" data-similar aria-live="polite" />
      </form>
      <SubmitScript />
    </Page>
  )
}
