import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { KeptText } from '../form/kept-text'
import { Page } from './page'

/** Shown by pages that need an account, with status 401. */
export function SignInFirst() {
  const here = context()
  here.status ??= 401
  return (
    <Page>
      <h1>You need an account for this.</h1>
      <p>
        <a href={paths.signIn(here.url)}>Sign in</a> or <a href={paths.signUp(here.url)}>sign up</a>; then
        you’ll be back here.
      </p>
      <KeptText />
    </Page>
  )
}
