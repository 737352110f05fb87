import type { Metadata } from 'next'
import { Page } from '@/components/frame/page'
import { paths } from '@/core/paths'
import { retention } from '@/core/retention'

export const metadata: Metadata = {
  title: 'Privacy',
  description: 'What is kept, and for how long.',
  alternates: { canonical: paths.privacy },
}

export default function Privacy() {
  return (
    <Page>
      <article className="prose">
        <h1>Privacy</h1>
        <p>
          No third party is contacted by any page. There are no advertisements, no analytics and no fonts from
          elsewhere.
        </p>
        <h2>What is kept</h2>
        <ul>
          <li>
            What you write, under your handle or anonymously. Anonymous ones are tied to your account in the
            database, so that you can edit them, and shown as yours to nobody.
          </li>
          <li>Your votes, so that there is one of each. Nobody is shown who voted what.</li>
          <li>On which days something bit you again, so that it counts once a day. Nobody is shown who.</li>
          <li>What you are told in your inbox, and for which threads you chose how much.</li>
          <li>
            The tags you follow and what you have muted. Nobody else sees it, those you muted neither. What
            you have seen, for {retention.seen} days, if you ask lists to leave it out; when your last visit
            ended.
          </li>
          <li>
            Mails and pushes to you until they arrive, sealed; then only that there was one, for{' '}
            {retention.sentDelivery} days. The handles you had before, held for you.
          </li>
          <li>
            Your verdicts as a juror, and how often they were right. Nobody is shown who judged what; the
            month’s ten best are named at <a href={paths.jury}>the jury</a>, to who is signed in.
          </li>
          <li>
            What you report, with your note. Moderators see who reported; nobody else does, and not whose an
            anonymous bemoaning is. Earlier texts of what you edited stay for them until you take it back.
          </li>
          <li>
            Your password as a hash that cannot be turned back, your email address if you gave one, the public
            halves of your SSH keys and passkeys, the secret of your authenticator app (sealed) and hashes of
            your recovery codes.
          </li>
          <li>Your sessions with the name of the browser, so that you can end them.</li>
          <li>
            For {retention.securityEvent} days, what changed about how you sign in, and each download of your
            data, for you to see.
          </li>
          <li>
            In the log of the machine, for as long as its operator keeps it: when something was asked for and
            how it was answered, without addresses and names. Of signing in and the like: that it happened,
            with a keyed hash of the account and the network.
          </li>
          <li>
            For rate limits: the network a request came from, for as long as the limit runs, an hour and a few
            minutes at most. Of votes: from which networks you voted on a day, for {retention.voterNetwork}{' '}
            days. Both as a keyed hash, from which nobody can read the network; moderators see of it how many
            votes on one bemoaning came from one place.
          </li>
        </ul>
        <h2>In your browser</h2>
        <p>
          Pages you read last, so that they are there without a network; drafts, and votes and bemoanings that
          wait for one. The pages go when you sign out, or when somebody else signs in.
        </p>
        <p>
          If you ask for pushes, your browser keeps a connection to its maker’s push service. We send what is
          new there, encrypted so that only your browser can read it. Mails hold no pictures and nothing that
          tells us that you opened them.
        </p>
        <h2 id="leaving">Taking it with you, and leaving</h2>
        <p>
          At <a href={paths.settingsLeaving}>settings</a> you get everything that is here about you as a file,
          and leave: with all of your texts, or leaving them to nobody. What stays either way is said there.
          Of a handle whose owner left we keep a hash, so that nobody else can take it.
        </p>
        <h2>What stays in your browser</h2>
        <ul>
          <li>
            Drafts, and of recipes what you ticked off, the step you cook at, and the units you chose. None of
            it is sent anywhere.
          </li>
          <li>
            A key or fingerprint that you paste at <a href={paths.randomart()}>randomart</a> is drawn in the
            browser. Without a script, and for MD5 and the old frame, it is sent: it is then part of the
            address, and we keep no log of addresses.
          </li>
        </ul>
        <h2>Cookies</h2>
        <ul>
          <li>
            <code>session</code> when you sign in; <code>visitor</code> when you vote or report without an
            account: a number and a signature.
          </li>
          <li>
            <code>theme</code> when you choose one, <code>seen</code> with the last random bemoanings until
            you close the browser, <code>js</code> to say that our script runs.
          </li>
        </ul>
      </article>
    </Page>
  )
}
