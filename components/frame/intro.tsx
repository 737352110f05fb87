import { paths } from '@/core/paths'
import { siteTitle } from '@/core/site'

/** Introduces the site to readers who are not signed in. */
export function Intro() {
  return (
    <section className="intro" aria-labelledby="intro">
      <h1 id="intro">{siteTitle}</h1> <p>Short complaints by people who write software.</p>{' '}
      <a href={paths.submit}>Bemoan something</a>
    </section>
  )
}
