import type { Metadata } from 'next'
import { Back } from '@/components/form/back'
import { RemovableRow } from '@/components/form/removable-row'
import { Page } from '@/components/frame/page'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { Ago } from '@/components/parts/ago'
import { PasskeyRow } from '@/components/user/access/passkeys-section'
import { SshKeyRow } from '@/components/user/access/ssh-keys-section'
import { TokenRow } from '@/components/user/access/tokens-section'
import { SettingsNav } from '@/components/user/settings-nav'
import { SessionRow } from '@/components/user/settings-sections'
import { context, type Viewer } from '@/core/context'
import { queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import {
  deviceOf,
  findFeedToken,
  findHeld,
  findTelling,
  listEvents,
  listProviders,
  sentenceOfEvent,
} from '@/lib/user'

export const metadata: Metadata = { title: 'Access', robots: { index: false } }

async function readAll(viewer: Viewer) {
  const { id } = viewer
  const [held, providers, feed, telling, events] = await Promise.all([
    findHeld(viewer),
    listProviders(id),
    findFeedToken({ id }),
    findTelling(id),
    listEvents(id),
  ])
  return held && { held, providers, feed, telling, events }
}

type All = NonNullable<Awaited<ReturnType<typeof readAll>>>

function Rows({ title, count, children }: { title: string; count: number; children: React.ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {count === 0 ? <p className="quiet">None.</p> : <ul className="rows">{children}</ul>}
    </section>
  )
}

function Fixed({ held: { hasPassword, email, authenticator } }: Pick<All, 'held'>) {
  return (
    <section>
      <h2>Password, email and two-step sign-in</h2>
      <ul className="prose-list">
        <li>{hasPassword ? 'You have a password.' : 'You have no password.'}</li>
        <li>{email ? `Your email address is ${email}.` : 'You have no email address.'}</li>
        <li>{authenticator ? 'Two-step sign-in is on.' : 'Two-step sign-in is off.'}</li>
      </ul>
      <p>
        <a href={paths.settings}>Change these</a>
      </p>
    </section>
  )
}

function Events({ events }: Pick<All, 'events'>) {
  return (
    <Rows title="Recent changes" count={events.length}>
      {events.map(({ id, event, detail, by, createdAt }) => (
        <li key={id} className="row">
          <span>
            {sentenceOfEvent(event)} {detail && <code>{detail}</code>}{' '}
            <span className="quiet">
              from {by}, <Ago date={createdAt} />
            </span>
          </span>
        </li>
      ))}
    </Rows>
  )
}

/** All credentials, sessions and links that give access to the viewer's account, each with a button to revoke it. */
export default async function Access() {
  const { viewer } = context()
  if (!viewer) return <SignInFirst />
  const all = await readAll(viewer)
  if (!all) return <SignInFirst />
  const { held, providers, feed, telling } = all
  const { sessions, passkeys, sshKeys: keys, tokens } = held
  const browsers = telling?.browsers ?? []
  return (
    <Page>
      <h1 className="list-title">Access to your account</h1>
      <SettingsNav />
      {queried('saved') === 'all' && <p role="status">Done. This page lists what is left.</p>}
      <p>
        This page lists what opens your account. Remove what you don’t know. Links that we emailed, to set a
        password or to undo a change, aren’t on it.
      </p>
      <form method="post" action={paths.endAccess} className="buttons">
        <Back />
        <button type="submit">Remove all other ways in</button>
      </form>
      <p className="hint">
        Ends other sessions, pushes, passkeys, SSH keys, API tokens and the private feed address at once, and
        providers if you have a password.
      </p>
      <Fixed {...all} />
      <Rows title="Sessions" count={sessions.length}>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} here={session.id === viewer.sessionId} />
        ))}
      </Rows>
      <Rows title="Passkeys" count={passkeys.length}>
        {passkeys.map((passkey) => (
          <PasskeyRow key={passkey.id} passkey={passkey} />
        ))}
      </Rows>
      <Rows title="SSH keys" count={keys.length}>
        {keys.map((key) => (
          <SshKeyRow key={key.id} sshKey={key} />
        ))}
      </Rows>
      {providers.length > 0 && (
        <Rows title="Providers" count={providers.length}>
          {providers.map(({ provider, createdAt }) => (
            <RemovableRow
              key={provider}
              action={paths.removeProvider}
              verb="Unlink"
              name="provider"
              value={provider}
            >
              {provider === 'github' ? 'GitHub' : 'Google'}{' '}
              <span className="quiet">
                since <Ago date={createdAt} />
              </span>
            </RemovableRow>
          ))}
        </Rows>
      )}
      <Rows title="API tokens" count={tokens.length}>
        {tokens.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </Rows>
      <Rows title="Private feed address" count={feed ? 1 : 0}>
        <RemovableRow action={paths.feedToken} verb="End it" name="on" value="0">
          Reads your lists
        </RemovableRow>
      </Rows>
      <Rows title="Devices that get pushes" count={browsers.length}>
        {browsers.map(({ id, userAgent, createdAt }) => (
          <RemovableRow key={id} action={paths.endPush} verb="Remove" value={id}>
            {deviceOf(userAgent)}{' '}
            <span className="quiet">
              since <Ago date={createdAt} />
            </span>
          </RemovableRow>
        ))}
      </Rows>
      <Events {...all} />
    </Page>
  )
}
