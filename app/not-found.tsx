import { Page } from '@/components/page'
import { paths } from '@/lib/paths'

/** 404 */
export default function NotFound() {
  return (
    <Page>
      <h1>This page works on our machine.</h1>
      <p>Here it does not exist. Perhaps it never did; perhaps somebody closed the ticket.</p>
      <p>
        <a href={paths.home}>The front page</a> · <a href={paths.random}>A random bemoaning</a> · <a href={paths.search()}>Search</a>
      </p>
    </Page>
  )
}
