import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { Page } from './page'

/** A link from a mail that is no longer valid: status 410. */
export function LinkSpent({ message }: { message: string }) {
  context().status = 410
  return (
    <Page>
      <h1>This link has expired.</h1>
      <p>{message}</p>
      <p>
        <a href={paths.forgot}>Get a new one</a>
      </p>
    </Page>
  )
}
