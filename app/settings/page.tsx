import type { Metadata } from 'next'
import { AgainSection } from '@/components/again-section'
import { HandleSection } from '@/components/handle-section'
import { Page } from '@/components/page'
import { SettingsNav } from '@/components/settings-nav'
import {
  EmailSection,
  KeysSection,
  PasswordSection,
  SessionsSection,
  TokensSection,
} from '@/components/settings-sections'
import { SignInFirst } from '@/components/sign-in-first'
import { context } from '@/lib/context'
import { lookUp } from '@/lib/look-up'
import { queried } from '@/lib/page-query'
import { paths } from '@/lib/paths'
import { findAccount } from '@/lib/user/queries'

export const metadata: Metadata = { title: 'Settings', robots: { index: false } }

const said: Record<string, string> = {
  password: 'The new password is set. Every other session has ended.',
  mail: 'A link is on its way to that address. It becomes yours when you open it.',
  email: 'The address is yours.',
  key: 'The key is registered.',
  'key-removed': 'The key is gone.',
  'token-removed': 'The token is gone; what used it stops working now.',
  session: 'Done. The session has ended.',
  keyboard: 'Saved.',
  handle: 'The handle is yours. Addresses with the one before lead here.',
  again: 'It is you. For half an hour everything here can be changed.',
}

/** Everything about one's own account. */
export default async function Settings() {
  const { viewer } = context()
  if (!viewer) return <SignInFirst />
  const account = await findAccount(viewer.id, viewer.sessionId)
  const note = lookUp(said, queried('saved') ?? '')
  return (
    <Page>
      <h1 className="list-title">Settings of {viewer.handle}</h1>
      {note && <p role="status">{note}</p>}
      <p>
        <a href={paths.user(viewer.handle)}>Your page</a>
      </p>
      <SettingsNav />
      {!account?.fresh && <AgainSection has={account?.hasPassword ?? false} />}
      <HandleSection viewer={viewer} changedAt={account?.handleChangedAt ?? null} />
      <PasswordSection has={account?.hasPassword ?? false} />
      <EmailSection email={account?.email ?? null} />
      <KeysSection viewer={viewer} />
      <TokensSection viewer={viewer} />
      <SessionsSection viewer={viewer} />
      <section>
        <h2>Keys</h2>
        <form method="post" action="/settings/keyboard">
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
    </Page>
  )
}
