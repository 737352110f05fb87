import { context } from '@/core/context'
import { Page } from './page'

/** Responds with status 400 to an invalid query. */
export function BadAddress({ message }: { message: string }) {
  context().status = 400
  return (
    <Page>
      <h1>This address doesn’t lead anywhere.</h1>
      <p>{message}</p>
      <p>
        <a href={context().url.split('?')[0]}>Go to the first page</a>
      </p>
    </Page>
  )
}
