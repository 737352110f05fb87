import type { Metadata } from 'next'
import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { KeptText } from '../form/kept-text'
import { Page } from './page'

/** Metadata of a page that does not exist. */
export const missingMetadata: Metadata = { title: 'Not here', robots: { index: false } }

/** The 404 page. Next's own responds with a page that is empty without scripts. */
export function Missing() {
  context().status = 404
  return (
    <Page>
      <h1>This page works on our machine.</h1>
      <p>We can’t find it here. Perhaps somebody closed the ticket.</p>
      <p>
        <a href={paths.home}>The front page</a> · <a href={paths.random}>A random bemoaning</a> ·{' '}
        <a href={paths.search()}>Search</a>
      </p>
      <KeptText />
    </Page>
  )
}
