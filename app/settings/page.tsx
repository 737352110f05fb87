import type { Metadata } from 'next'
import { OwnScript } from '@/components/frame/own-script'
import { Page } from '@/components/frame/page'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { AboutSection } from '@/components/user/about-section'
import { FactorSection } from '@/components/user/access/factor-section'
import { PasskeysSection } from '@/components/user/access/passkeys-section'
import { Reauthenticate } from '@/components/user/access/reauthenticate'
import { ShownOnce } from '@/components/user/access/shown-once'
import { SshKeysSection } from '@/components/user/access/ssh-keys-section'
import { TokensSection } from '@/components/user/access/tokens-section'
import { HandleSection } from '@/components/user/handle-section'
import { SettingsNav } from '@/components/user/settings-nav'
import { EmailSection, PasswordSection, SessionsSection } from '@/components/user/settings-sections'
import { context } from '@/core/context'
import { queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import { findHeld, isYoung } from '@/lib/user'

// Crawlers get 401, which no index keeps.
export const metadata: Metadata = { title: 'Settings' }

/** Messages after a form on this page, by the name in `saved`. */
const said = new Map([
  [
    'password',
    'Your new password is set, and all other sessions have ended. If you had a private feed address, you have a new one.',
  ],
  ['mail', 'We sent a link to that address. Open it to confirm the address.'],
  ['email', 'You have confirmed your address.'],
  ['key', 'The key is added.'],
  ['key-removed', 'The key is removed.'],
  ['token-removed', 'The token is removed. Programs that use it stop working now.'],
  ['session', 'That session has ended.'],
  ['keyboard', 'Saved.'],
  ['about', 'Saved. It’s on your page now.'],
  ['handle', 'You have a new handle. Links with the old one lead here.'],
  ['again', 'Confirmed. You can change everything here for the next ten minutes.'],
  ['passkey', 'The passkey is added. You can sign in with it from now on.'],
  ['factor-off', 'Two-step sign-in is off. Your recovery codes no longer work.'],
])

/** The account settings. */
export default async function Settings() {
  const { viewer } = context()
  if (!viewer) return <SignInFirst />
  const held = await findHeld(viewer)
  if (!held) return <SignInFirst />
  const note = said.get(queried('saved') ?? '')
  return (
    <Page>
      <h1 className="list-title">Settings of {viewer.handle}</h1>
      {note && <p role="status">{note}</p>}
      <ShownOnce />
      <p>
        <a href={paths.user(viewer.handle)}>Your page</a>
      </p>
      <SettingsNav />
      {viewer.staffWaits && (
        <p className="notice">
          This site asks its moderators for a second factor. Set one up here and sign in with it; until then
          you can’t moderate.
        </p>
      )}
      {!held.fresh && (
        <section id="again">
          <h2>Is it you?</h2>
          <Reauthenticate held={held} />
        </section>
      )}
      <AboutSection about={held.about} young={isYoung(viewer)} />
      <HandleSection viewer={viewer} changedAt={held.handleChangedAt} />
      <PasswordSection has={held.hasPassword} />
      <EmailSection email={held.email} />
      <PasskeysSection viewer={viewer} held={held.passkeys} />
      <FactorSection held={held} />
      <SshKeysSection viewer={viewer} keys={held.sshKeys} />
      <TokensSection tokens={held.tokens} />
      <SessionsSection sessions={held.sessions} here={viewer.sessionId} />
      <section>
        <h2>Keyboard</h2>
        <form method="post" action={paths.keyboard}>
          <p className="check">
            <label>
              <input type="checkbox" name="keyboard" defaultChecked={viewer.keyboard} /> j and k move through
              lists, a and d vote, ? shows the rest
            </label>
          </p>
          <p className="buttons">
            <button type="submit">Save</button>
          </p>
        </form>
      </section>
      <OwnScript name="p" />
    </Page>
  )
}
