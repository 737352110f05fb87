import type { Metadata } from 'next'
import { typed } from '@/components/form/field'
import { OwnScript } from '@/components/frame/own-script'
import { Page } from '@/components/frame/page'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { Reauthenticate } from '@/components/user/access/reauthenticate'
import { context } from '@/core/context'
import { queried } from '@/core/page-query'
import { localPath, paths } from '@/core/paths'
import { findHeld } from '@/lib/user'

export const metadata: Metadata = { title: 'Confirm who you are', robots: { index: false } }

/** Reauthenticates the viewer before actions that could take over the account. */
export default async function Again() {
  const { viewer } = context()
  if (!viewer) return <SignInFirst />
  const held = await findHeld(viewer)
  if (!held) return <SignInFirst />
  const asked = queried('to')
  const to = typed('to', asked === null ? paths.settings : localPath(asked))
  return (
    <Page>
      <h1 className="list-title">Is it you, {viewer.handle}?</h1>
      {held.fresh ? (
        <p>
          You confirmed it just now. <a href={to}>Go on</a>
        </p>
      ) : (
        <Reauthenticate held={held} to={to} />
      )}
      <OwnScript name="p" />
    </Page>
  )
}
