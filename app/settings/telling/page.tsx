import type { Metadata } from 'next'
import { RemovableRow } from '@/components/form/removable-row'
import { Page } from '@/components/frame/page'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { Day } from '@/components/parts/day'
import { SettingsNav } from '@/components/user/settings-nav'
import { context } from '@/core/context'
import { lookUp } from '@/core/look-up'
import { queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import { pushKeys } from '@/lib/delivery'
import { deviceOf, findTelling } from '@/lib/user'

export const metadata: Metadata = { title: 'Notifications', robots: { index: false } }

const said: Record<string, string> = { mails: 'Saved.', push: 'We no longer notify that browser.' }

type Telling = NonNullable<Awaited<ReturnType<typeof findTelling>>>

function Mails({ email, mailReplies, mailDigest }: Telling) {
  return (
    <section>
      <h2>Emails</h2>
      <p>
        {email ? (
          <>To {email}. Each has a link to stop its kind with one click, without signing in.</>
        ) : (
          <>
            You have no address yet: <a href={paths.settings}>add one</a> first.
          </>
        )}
      </p>
      <form method="post" action={paths.mails}>
        <p className="check">
          <label>
            <input type="checkbox" name="replies" defaultChecked={mailReplies} /> At once, when somebody
            replies to you, mentions you or comments on what you bemoaned
          </label>
        </p>
        <p className="check">
          <label>
            <input type="checkbox" name="digest" defaultChecked={mailDigest} /> Once a week, the best of what
            you follow
          </label>
        </p>
        <p className="buttons">
          <button type="submit">Save</button>
        </p>
      </form>
    </section>
  )
}

function Browsers({ browsers, publicKey }: Pick<Telling, 'browsers'> & { publicKey: string }) {
  return (
    <section>
      <h2>This browser</h2>
      <p>
        A browser can show what is new in your inbox while the site is closed. It then keeps a connection to
        its maker’s push service, which passes our messages on, encrypted; nothing else here contacts anybody.
      </p>
      {/* The script puts a button there (client/parts/offline/push.ts). */}
      <p className="buttons" data-push={publicKey} />
      <ul className="rows">
        {browsers.map(({ id, userAgent, createdAt }) => (
          <RemovableRow key={id} action={paths.endPush} verb="No more" value={id}>
            {deviceOf(userAgent)}
            <span className="quiet">
              , since <Day date={createdAt} />
            </span>
          </RemovableRow>
        ))}
      </ul>
    </section>
  )
}

/** The viewer's mail and push settings. */
export default async function TellingPage() {
  const { viewer } = context()
  if (!viewer) return <SignInFirst />
  const telling = await findTelling(viewer.id)
  if (!telling) return <SignInFirst />
  const keys = pushKeys()
  const note = lookUp(said, queried('saved') ?? '')
  const { all, off } = telling.threads
  return (
    <Page>
      <h1 className="list-title">Notifications</h1>
      <SettingsNav />
      {note && <p role="status">{note}</p>}
      <section>
        <h2>Inbox</h2>
        <p>
          Your <a href={paths.inbox}>inbox</a> has one notice for each event: replies, mentions, comments on
          what you bemoaned, fixes, decisions of moderators. Votes only at 10, 25, 50, 100 and so on.
        </p>
        <p>
          Above the comments of each bemoaning you choose for its thread: “All comments”, “Replies to me”, or
          “Nothing”.
          {all + off > 0 && ` You chose “All comments” for ${all} and “Nothing” for ${off}.`}
        </p>
      </section>
      <Mails {...telling} />
      {keys && <Browsers browsers={telling.browsers} publicKey={keys.publicKey} />}
    </Page>
  )
}
