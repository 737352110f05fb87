import type { Metadata } from 'next'
import { Page } from '@/components/frame/page'
import { framed } from '@/components/parts/part'
import { sentDays } from '@/core/cookies'
import { paths } from '@/core/paths'
import { retention } from '@/core/retention'

export const metadata: Metadata = {
  title: 'Privacy',
  description: 'What we keep, and for how long.',
  alternates: { canonical: paths.privacy },
}

export default framed(() => {
  return (
    <Page>
      <article className="prose">
        <h1>Privacy</h1>
        <p>
          Our pages contact no third party. We have no advertisements, no analytics and no fonts from
          elsewhere.
        </p>
        <h2>What we keep</h2>
        <ul>
          <li>
            Your texts, under your handle or anonymous. The database links anonymous ones to your account, so
            that you can edit them, but we show nobody that they are yours.
          </li>
          <li>The line about you, which everybody can read on your page.</li>
          <li>Your votes, so that each counts once. We show nobody who voted for what.</li>
          <li>
            The days on which something bit you again, so that it counts once a day. We show nobody who it
            was.
          </li>
          <li>
            The notices in your inbox, for {retention.notice} days, and your notification settings for
            threads.
          </li>
          <li>
            The tags and people you follow, and everything you muted. Nobody else sees this, not even those
            people. If you hide seen bemoanings, we remember them for {retention.seen} days; and when your
            last visit ended. For {retention.threadVisit} days, when you last read a thread, so that we can
            mark what is new to you.
          </li>
          <li>
            Emails and push notifications to you, encrypted, until they arrive; then only the fact that we
            sent one, for {retention.sentDelivery} days. Your previous handles, so that nobody else can take
            them.
          </li>
          <li>
            Your verdicts as a juror, and how often they were right. We show nobody who judged what;{' '}
            <a href={paths.jury}>the jury</a> names the month’s ten best to signed-in users.
          </li>
          <li>
            Your reports, with your note. Only moderators see who reported; they don’t see who wrote an
            anonymous bemoaning. They also see earlier versions of texts that you edited, until you delete the
            text.
          </li>
          <li>
            Your password as a hash that nobody can reverse, your email address if you gave one, the public
            halves of your SSH keys and passkeys, the secret of your authenticator app (sealed) and hashes of
            your recovery codes.
          </li>
          <li>Your sessions with the name of the browser, so that you can end them.</li>
          <li>
            For {retention.securityEvent} days, changes to how you sign in and downloads of your data, so that
            you can check them.
          </li>
          <li>
            In the server’s log, for as long as the operator keeps it: the time and result of each request,
            without addresses and names. For sign-ins and the like, also a keyed hash of the account and the
            network.
          </li>
          <li>
            A comment that you send before you sign in, or that you pressed “So true” or “Save”: for a day at
            most, encrypted with a key that only your browser has.
          </li>
          <li>
            For rate limits: the network of a request, as long as the limit runs, a day and a few minutes at
            most. For votes: the networks you voted from on a day, for {retention.voterNetwork} days. We keep
            both as a keyed hash, from which nobody can read the network; moderators see how many votes on one
            bemoaning came from one network.
          </li>
        </ul>
        <h2>In your browser</h2>
        <p>
          The pages you read last, so that you can read them offline; your drafts, and votes and bemoanings
          that wait until you are online. Your browser deletes the pages when you sign out, or when somebody
          else signs in.
        </p>
        <p>
          If you turn on push notifications, your browser keeps a connection to its maker’s push service. We
          send your news there, encrypted so that only your browser can read it. Our emails have no pictures,
          and nothing in them tells us that you opened them.
        </p>
        <h2 id="leaving">Taking it with you, and leaving</h2>
        <p>
          At <a href={paths.settingsLeaving}>settings</a> you can download all your data and delete your
          account: with your texts, or leaving them without a name. The page lists what stays either way. We
          keep a hash of your handle, so that nobody else can take it.
        </p>
        <h2>Only in your browser</h2>
        <ul>
          <li>
            Your drafts, and for recipes the items you ticked off, your step and your units. Your browser
            sends a draft only to find similar bemoanings while you write, and when you ask for a preview; we
            don’t keep it.
          </li>
          <li>
            A key or fingerprint that you paste at <a href={paths.randomart()}>randomart</a> stays in the
            browser, which draws the picture. Without scripts, and for MD5 and the old frame, your browser
            sends it as part of the address, and we don’t log addresses.
          </li>
        </ul>
        <h2>Cookies</h2>
        <ul>
          <li>
            <code>session</code> when you sign in; <code>visitor</code> when you vote or report without an
            account: a number and a signature.
          </li>
          <li>
            <code>theme</code> and <code>density</code> when you choose one, <code>seen</code> with the last
            random bemoanings until you close the browser, <code>js</code> to say that our script runs,{' '}
            <code>kept</code> for a day when you send something that needs an account: the key to it, and{' '}
            <code>sent</code> for {sentDays} days when you bemoan something without an account: its number and
            a signature.
          </li>
        </ul>
      </article>
    </Page>
  )
})
