import type { Metadata } from 'next'
import { Field, typed } from '@/components/form/field'
import { Page } from '@/components/frame/page'
import { queried } from '@/core/page-query'
import { localPath, paths } from '@/core/paths'

export const metadata: Metadata = { title: 'Sign up', robots: { index: false } }

/** Sign-up: an account needs only a handle and a password. */
export default function SignUp() {
  const to = typed('to', localPath(queried('to')))
  return (
    <Page>
      <h1 className="list-title">Sign up</h1>
      <form method="post" action={paths.signUp()} className="narrow">
        <input type="hidden" name="to" value={to} />
        <Field
          name="handle"
          label="Handle"
          hint="3 to 20 of a-z, 0-9, _ and -. Everybody sees it."
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          minLength={3}
          maxLength={20}
        />
        <Field
          name="password"
          label="Password"
          hint="At least 10 characters. A sentence is a good one."
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
        />
        <Field
          name="email"
          label="Email address, if you like"
          hint="We use it only to let you back in."
          type="email"
          autoComplete="email"
        />
        <p className="buttons">
          <button type="submit" className="primary">
            Sign up
          </button>{' '}
          <a href={paths.signIn(to)}>I have an account</a>
        </p>
      </form>
      <p className="hint">
        By signing up you accept the <a href={paths.rules}>rules</a>. We list all data that we keep under{' '}
        <a href={paths.privacy}>privacy</a>.
      </p>
    </Page>
  )
}
