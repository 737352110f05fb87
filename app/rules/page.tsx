import type { Metadata } from 'next'
import { Page } from '@/components/page'
import { editMinutes } from '@/lib/bemoaning/edit-window'
import { limits } from '@/lib/bemoaning/input'
import { commentLimits } from '@/lib/comment/input'
import { rateLimits } from '@/lib/limits'
import { paths } from '@/lib/paths'
import { getSettings } from '@/lib/setting'
import { trust } from '@/lib/user/trust'
import { worldLimits } from '@/lib/world/input'

export const metadata: Metadata = {
  title: 'Rules',
  description: 'What is welcome, what is not, and every limit.',
  alternates: { canonical: paths.rules },
}

export default async function Rules() {
  const settings = await getSettings()
  return (
    <Page>
      <article className="prose">
        <h1>Rules</h1>
        <ol>
          <li>
            Bemoan things, habits, tools and fate; not people. The one person you may always bemoan is
            yourself.
          </li>
          <li>
            First person, true enough, and yours to tell. No secrets of your employer, no keys, no addresses.
          </li>
          <li>Be useful or be funny. Both is best.</li>
          <li>No advertising, no campaigns, no politics that are not about tabs.</li>
        </ol>
        <h2>Limits</h2>
        <ul>
          <li>
            A bemoaning has {limits.bodyMin} to {limits.bodyMax} characters and 1 to {limits.tagsMax} tags;
            details have at most {limits.detailsMax.toLocaleString('en')}; a comment has at most{' '}
            {commentLimits.bodyMax.toLocaleString('en')}.
          </li>
          <li>
            Authors may edit a bemoaning for {editMinutes} minutes and a comment for{' '}
            {commentLimits.editMinutes}; it is shown as edited.
          </li>
          <li>
            While an account is younger than a day, a bemoaning with a link in it waits until somebody has
            looked at it.
          </li>
          <li>The same text is taken once in 24 hours.</li>
        </ul>
        <h2>How often</h2>
        {settings['rate-limits'] === 'off' && <p role="note">The operator has switched these off for now.</p>}
        <ul>
          {Object.entries(rateLimits).map(([name, { says }]) => (
            <li key={name}>{says}</li>
          ))}
        </ul>
        <h2 id="trusted">Who is trusted</h2>
        <p>
          That something got fixed is confirmed by its author, by a moderator, or by{' '}
          {worldLimits.confirmations} trusted users together: accounts of {trust.days} days with whom people
          agreed {trust.agreed} times, by bemoaning what they bemoan or by saying “so true”.
        </p>
        <p>
          Who bemoaned something, or bemoans it too, may say that it bit them again: once a day. Its author
          may say once how it ended.
        </p>
        <h2>When something is removed</h2>
        <p>
          Its author is told why, its address says why, and the <a href={paths.log}>log</a> says who did it.
          Nobody is banned without knowing.
        </p>
      </article>
    </Page>
  )
}
