import type { Metadata } from 'next'
import { Page } from '@/components/frame/page'
import { paths } from '@/core/paths'
import { getSettings } from '@/lib/setting'

export const metadata: Metadata = {
  title: 'About',
  description: 'What this is, and why.',
  alternates: { canonical: paths.about },
}

/** What the site is, how it ranks, and who runs it. */
export default async function About() {
  const { 'site-operator': operator, 'site-contact': contact } = await getSettings()
  return (
    <Page>
      <article className="prose">
        <h1>About</h1>
        <p>
          A machine that decodes high-definition film in real time still dies on a web page. A line that
          fetches a film in minutes makes everybody else on it crawl. All that is right, but still wrong. This
          is where people who write software say so, in two sentences, and sign it: I Bemoan The State Of
          Computer Science.
        </p>
        <p>
          A <em>bemoaning</em> is short and in the first person. You can say <em>I bemoan this too</em>, or
          you can say <em>Self-inflicted</em>, which is not a reproach but a diagnosis. Under each one people
          answer, and an answer that cures it is marked as <em>the remedy</em>.
        </p>
        <p>
          What needs more than two sentences is in <a href={paths.blog}>the blog</a>: tips with their
          commands, run before they are printed, how things were measured, and a soup. A post shows what it
          cures, and a remedy may link to one.
        </p>
        <h2>How ranking works</h2>
        <p>
          <a href={paths.home}>Hot</a> weighs votes against age: sixteen hours are worth as much as ten times
          the votes. Nothing else counts: we keep no profile of you and please no advertiser.
        </p>
        <h2 id="starter">Our examples</h2>
        <p>
          We wrote the bemoanings marked “example” so that the first visitor doesn&rsquo;t face an empty room.
          Their votes and comments came with them. The operator of this site can switch them off.
        </p>
        <h2 id="contact">Contact</h2>
        {(operator || contact) && (
          <p>
            {operator && <>{operator} runs this site.</>}{' '}
            {contact && (
              <>
                You can write to{' '}
                <a href={contact.includes('://') ? contact : `mailto:${contact}`}>{contact}</a>.
              </>
            )}
          </p>
        )}
        <p>To report a security problem, follow SECURITY.md in the source repository.</p>
      </article>
    </Page>
  )
}
