import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Page } from '@/components/frame/page'
import { framed } from '@/components/parts/part'
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
  description: 'Rules, limits, the jury and moderation.',
  alternates: { canonical: paths.rules },
}

/** A folded part of the rules. A link to its id opens it: the id is inside, where browsers look for it. */
function Group({ title, id, children }: { title: string; id?: string; children: ReactNode }) {
  return (
    <details className="rule-group">
      <summary>
        <h2>{title}</h2>
      </summary>
      <div id={id}>{children}</div>
    </details>
  )
}

/** Four rules; everything else is folded. */
export default framed(async () => {
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
        <Group title="Limits">
          <ul>
            <li>
              A bemoaning has {limits.bodyMin} to {limits.bodyMax} characters and 1 to {limits.tagsMax} tags;
              details have at most {limits.detailsMax.toLocaleString('en')}; a comment has at most{' '}
              {commentLimits.bodyMax.toLocaleString('en')}.
            </li>
            <li>
              Authors may edit a bemoaning for {editMinutes} minutes and a comment for{' '}
              {commentLimits.editMinutes}; we show it as edited.
            </li>
            <li>
              While your account is younger than a day, your bemoanings with a link wait for the jury or a
              moderator, and you can’t post links in comments, notes and endings.
            </li>
            <li>
              A moderator can lock a bemoaning. Then nobody can edit it or comment; you can still vote on it
              and delete your own text.
            </li>
            <li>
              You can’t post a text that somebody posted in the last 24 hours, or that waits for the jury.
            </li>
          </ul>
        </Group>
        <Group title="How often">
          {settings['rate-limits'] === 'off' && (
            <p role="note">The operator has switched these limits off for now.</p>
          )}
          <ul>
            {Object.entries(rateLimits).map(([name, { says }]) => (
              <li key={name}>{says}</li>
            ))}
          </ul>
          <p>
            A network is a /24 of IPv4 or a /64 of IPv6. All networks in a /48 of IPv6 together get{' '}
            {wideFactor} times the limit of one.
          </p>
        </Group>
        <Group title="Permissions" id="trust">
          <p>We keep none of this secret, and we tell you about every limit that affects you.</p>
          <StepsTable />
          <ul>
            {Object.entries(steps).map(([name, { label, who }]) => (
              <li key={name}>
                <strong>{label}</strong>: {who}
              </li>
            ))}
          </ul>
          <p>
            Your reputation counts the people who bemoan what you bemoaned, the people who say “so true” to
            your comments, and your jury verdicts that held. Only you see it, in your settings.
          </p>
        </Group>
        <Group title="Which votes count" id="votes">
          <p>
            We show every vote. Only votes of accounts older than a day affect the ranking; votes of visitors
            and newer accounts don’t. The page behind “Why here” shows the sum.
          </p>
          <p>
            Every night we check the votes of the last {ringRules.days} days for coordinated voting: groups
            that vote for the same bemoanings far more often than a common subject, a common day and chance
            explain. None of their votes affect the ranking until the group stops voting together. We tell its
            members in their inbox and their settings. The operator can see these groups and exempt a member,
            but nobody can see who voted for what.
          </p>
        </Group>
        <Group title="Fixes and endings" id="trusted">
          <p>
            With any account you can propose that something got fixed; a link helps those who confirm it. Its
            author or a moderator can confirm it alone, or {worldLimits.confirmations} trusted users together.
          </p>
          <p>
            If you bemoaned something, or bemoan it too, you can say once a day that it bit you again. Its
            author can say once how it ended.
          </p>
        </Group>
        <Group title="Tags" id="tags">
          <p>
            You can <a href={paths.proposeTag}>propose a tag</a>. Moderators accept or decline it, with a
            reason in the <a href={paths.log}>log</a>. A declined name can be proposed again after{' '}
            {proposalLimits.againDays} days.
          </p>
        </Group>
        <Group title="The jury" id="jury">
          <p>
            {settings.publishing === 'jury'
              ? 'A bemoaning waits for the jury if it is anonymous, has a link in it, or comes from an account younger than a day.'
              : 'A bemoaning waits for the jury if it has a link in it and comes from an account younger than a day.'}{' '}
            You can join the jury when your account is {newHours} hours old. You judge{' '}
            <a href={paths.jury}>one at a time</a>, never your own, and see author and tally only after your
            verdict. When there are many jurors, we draw lots for each bemoaning.
          </p>
          <p>
            {juryRules.enough} verdicts decide if they are clear: we publish when the weighted share for it is
            at least {juryRules.publishAt * 100}% with nine chances in ten, and reject when it is at most{' '}
            {juryRules.rejectAt * 100}%. Otherwise more jurors judge it; after {juryRules.most} verdicts a
            moderator decides. Moderators can decide at any time. While fewer than {juryRules.young} people
            may judge, {juryRules.youngLeast} to {juryRules.youngMost} verdicts decide if all of them agree;
            otherwise a moderator does. Jurors choose a reason to reject:
          </p>
          <ul>
            {rejectReasons.map(({ reason, says }) => (
              <li key={reason}>{says}</li>
            ))}
          </ul>
          <p>
            Your verdict counts by how often your earlier ones agreed with the outcome. We measure that
            separately for published and rejected ones, so that always voting the same way counts for nothing.
            One in {juryRules.knownFirst}, later one in {juryRules.knownLater}, of the texts that a juror sees
            is a test that we wrote; we tell only that juror, afterwards. Points move from jurors who were
            wrong to jurors who were right. You can undo your last verdict for {juryRules.undoMinutes}{' '}
            minutes, and you see a skipped one again after {juryRules.skipHours} hours.
          </p>
          <p>
            The page of your bemoaning shows you where it stands. If the jury rejects it, we tell you the
            reason, and you can appeal once: then other jurors judge it from the start.
          </p>
        </Group>
        <Group title="Handles, muting, leaving" id="handles">
          <p>
            You can change your handle once a year. Nobody else can take the old one, and its links lead to
            the new one. We tell nobody whom you mute. You still see what a muted person posts anonymously:
            hiding it would tell you it is theirs.
          </p>
          <p>
            You can <a href={paths.settingsLeaving}>leave</a> at any time, at once. You choose what happens to
            your texts, and we list what stays before you confirm.
          </p>
        </Group>
        <Group title="How reports work" id="reports">
          <p>
            Anybody can report a bemoaning, a comment (on the blog, too) or a user, signed in or not. All
            reports on one thing become one case, and a moderator decides it with a reason. Reports alone
            never hide anything, however many there are. If your earlier reports led to something, your next
            one is higher in the queue; that is all it changes. A decision about a text holds until the text
            changes.
          </p>
        </Group>
        <Group title="When something is removed">
          <p>
            We tell its author and its reporters why, its address gives the reason, and the{' '}
            <a href={paths.log}>log</a> names the moderator. We ban nobody without telling them. Every act of
            a moderator can be undone, and the log shows that, too.
          </p>
          <p>
            The author can appeal once, from the page of the removed text or from the inbox. Another moderator
            decides. Moderators never decide about themselves, and they can’t see the author of an anonymous
            text. If the operator looks the author up, we log it and tell the author.
          </p>
        </Group>
      </article>
    </Page>
  )
})
