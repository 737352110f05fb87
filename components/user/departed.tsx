import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { KeptText } from '../form/kept-text'
import { Page } from '../frame/page'

export const departedTitle = 'Nobody has this handle'

/** The page of a handle that went with its account (410): mentions in the texts of others still lead to it. */
export function Departed({ handle }: { handle: string }) {
  context().status = 410
  return (
    <Page>
      <h1>{departedTitle}.</h1>
      <p>
        The account {handle}, or one whose handle looks like it, was deleted. We keep a hash of the handle, so
        that nobody else can take it.
      </p>
      <p>
        <a href={paths.home}>The front page</a> · <a href={paths.search()}>Search</a>
      </p>
      <KeptText />
    </Page>
  )
}
