import type { Metadata } from 'next'
import { Page } from '@/components/frame/page'
import { StepsTable } from '@/components/user/steps-table'
import { rateLimits, wideFactor } from '@/core/limits'
import { paths } from '@/core/paths'
import { editMinutes, limits } from '@/lib/bemoaning'
import { commentLimits } from '@/lib/comment'
import { juryRules, rejectReasons } from '@/lib/jury'
import { getSettings } from '@/lib/setting'
import { proposalLimits } from '@/lib/tag-proposal'
import { newHours, steps } from '@/lib/user'
import { ringRules } from '@/lib/vote'
import { worldLimits } from '@/lib/world'

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
            While your account is younger than a day, a bemoaning with a link in it waits until somebody has
            looked at it, and your comments, notes and endings take no links.
          </li>
          <li>
            A moderator can lock a bemoaning. It takes no new text and no edits then; you can still vote on it
            and delete your own text.
          </li>
          <li>The same text is taken once in 24 hours, and not while it waits for the jury.</li>
        </ul>
        <h2>How often</h2>
        {settings['rate-limits'] === 'off' && <p role="note">The operator has switched these off for now.</p>}
        <ul>
          {Object.entries(rateLimits).map(([name, { says }]) => (
            <li key={name}>{says}</li>
          ))}
        </ul>
        <p>
          A network is a /24 of IPv4 or a /64 of IPv6. All networks of a /48 of IPv6 together get {wideFactor}{' '}
          times as much as one.
        </p>
        <h2 id="trust">Who may do what</h2>
        <p>Nothing about it is secret, and nobody is slowed down without being told.</p>
        <StepsTable />
        <ul>
          {Object.entries(steps).map(([name, { label, who }]) => (
            <li key={name}>
              <strong>{label}</strong>: {who}
            </li>
          ))}
        </ul>
        <p>
          A reputation is the number of people who bemoan what somebody bemoaned, who say “so true” to their
          comments, and of their verdicts in the jury that held. Everybody sees their own, in their settings.
        </p>
        <h2 id="votes">What votes weigh</h2>
        <p>
          Every vote is shown. What comes first in a list is decided by those of accounts that are older than
          a day: of visitors, and of accounts younger than that, they weigh nothing. The sum behind every
          place says so.
        </p>
        <p>
          Every night the site looks at the votes of the last {ringRules.days} days for groups that vote
          together: for the same bemoanings, far more often than a common subject, a common day and chance
          explain. The votes of whoever is in such a group weigh nothing, from the first on, until it votes
          together no longer. They are told, in their inbox and their settings. The operator can look at it,
          and say that somebody is in none; who voted what, nobody sees.
        </p>
        <h2 id="trusted">Who says that something got fixed</h2>
        <p>
          You can propose with any account that something got fixed; a link helps those who decide. Its author
          or a moderator confirms it alone, or {worldLimits.confirmations} trusted users together.
        </p>
        <p>
          Who bemoaned something, or bemoans it too, may say that it bit them again: once a day. Its author
          may say once how it ended.
        </p>
        <h2 id="tags">Tags</h2>
        <p>
          You can <a href={paths.proposeTag}>propose a tag</a>. Moderators accept or decline it, with a reason
          in the <a href={paths.log}>log</a>. A declined name can be proposed again after{' '}
          {proposalLimits.againDays} days.
        </p>
        <h2 id="jury">The jury</h2>
        <p>
          {settings.publishing === 'jury'
            ? 'What is posted anonymously, by an account younger than a day, or with a link in it waits for the jury.'
            : 'What an account younger than a day posts with a link in it waits for the jury.'}{' '}
          Jurors are signed-in people with accounts of {newHours} hours. They judge{' '}
          <a href={paths.jury}>one at a time</a>, never their own, and see neither author nor tally before
          they have judged. Once there are many of them, lots are drawn for each bemoaning.
        </p>
        <p>
          {juryRules.enough} verdicts decide when they are clear: published when the weighted share for it is
          at least {juryRules.publishAt * 100}% with nine chances in ten, rejected when it is at most{' '}
          {juryRules.rejectAt * 100}%. In between it goes on to more jurors; after {juryRules.most} a
          moderator decides, who can at any time. To reject takes a reason:
        </p>
        <ul>
          {rejectReasons.map(({ reason, says }) => (
            <li key={reason}>{says}</li>
          ))}
        </ul>
        <p>
          A verdict weighs what its juror’s earlier ones were worth: how often they agreed with what became of
          it, apart for what was published and what was not, so that always saying the same weighs nothing.
          One in {juryRules.knownFirst}, later one in {juryRules.knownLater}, of what a juror sees was written
          by the project and measures them; they are told afterwards, and nobody else is. Points are won by
          those who were right from those who were wrong. The last verdict can be taken back for{' '}
          {juryRules.undoMinutes} minutes, and who skips one sees it again after {juryRules.skipHours} hours.
        </p>
        <p>
          Authors see on the bemoaning’s own page where it stands, are told the reason of a rejection, and may
          appeal once: then others judge it, and the counts begin at nothing.
        </p>
        <h2 id="handles">Handles, muting, leaving</h2>
        <p>
          A handle changes once a year. The one before is held: nobody else gets it, and its addresses lead to
          the new one. Whom you mute is not told, and nobody else notices. What somebody wrote anonymously
          stays even if you mute them: else muting would tell you what is theirs.
        </p>
        <p>
          You can <a href={paths.settingsLeaving}>leave</a> at any time, at once. What becomes of your texts
          you choose; what stays is said before the button.
        </p>
        <h2 id="reports">What happens to a report</h2>
        <p>
          Anybody can report a bemoaning, a comment (on a post of the blog too) or a user, signed in or not.
          All reports on one thing are one case, which a moderator decides, with a reason. Reports hide
          nothing by themselves, however many there are. How much one weighs follows from how often your
          earlier ones led to something; it only sorts the queue. What was decided about a text stays decided
          until the text changes.
        </p>
        <h2>When something is removed</h2>
        <p>
          Its author is told why, so is who reported it, its address says why, and the{' '}
          <a href={paths.log}>log</a> says who did it. Nobody is banned without knowing. Whatever a moderator
          does can be undone, and the log says that too.
        </p>
        <p>
          Its author can appeal once, from the page that says it is gone or from the inbox. Another moderator
          decides that. Nobody decides about themselves. Who wrote something anonymous is shown to no
          moderator; should the operator look it up, the log says so and its author is told.
        </p>
      </article>
    </Page>
  )
}
