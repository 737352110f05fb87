import type { Metadata } from 'next'
import { Page } from '@/components/frame/page'
import { framed } from '@/components/parts/part'
import { paths } from '@/core/paths'
import { getSettings } from '@/lib/setting'

export const metadata: Metadata = {
  title: 'About',
  description: 'About this site.',
  alternates: { canonical: paths.about },
}

/** What the site is, how it ranks, and who runs it. */
export default framed(async () => {
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
          you can say <em>Self-inflicted</em>, which is not a reproach but a diagnosis. People comment, and
          the author marks the comment that cures it as <em>the remedy</em>.
        </p>
        <p>
          <a href={paths.blog}>The blog</a> has what needs more than two sentences: tips with commands that we
          ran before printing them, measurements, and a soup. A post shows the bemoanings it cures, and a
          remedy can link to a post.
        </p>
        <h2>How ranking works</h2>
        <p>
          <a href={paths.home}>Hot</a> weighs votes against age: sixteen hours are worth as much as ten times
          the votes. We keep no profile of you, and nobody can pay for a place.
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
})
