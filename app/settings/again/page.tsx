import type { Metadata } from 'next'
import { Reauthenticate } from '@/components/access/reauthenticate'
import { typed } from '@/components/field'
import { OwnScript } from '@/components/own-script'
import { Page } from '@/components/page'
import { SignInFirst } from '@/components/sign-in-first'
import { context } from '@/lib/context'
import { queried } from '@/lib/page-query'
import { localPath, paths } from '@/lib/paths'
import { findAccount } from '@/lib/user/queries'

export const metadata: Metadata = { title: 'Confirm who you are', robots: { index: false } }

/** Where whoever sits at a session confirms who they are, before what could take the account away. */
export default async function Again() {
  const { viewer } = context()
  if (!viewer) return <SignInFirst />
  const account = await findAccount(viewer.id, viewer.sessionId)
  const asked = queried('to')
  const to = typed('to', asked === null ? paths.settings : localPath(asked))
  return (
    <Page>
      <h1 className="list-title">Is it you, {viewer.handle}?</h1>
      {account?.fresh ? (
        <p>
          You confirmed it just now. <a href={to}>Go on</a>
        </p>
      ) : (
        <Reauthenticate
          userId={viewer.id}
          hasPassword={account?.hasPassword ?? false}
          hasKeys={account?.hasKeys ?? false}
          to={to}
        />
      )}
      <OwnScript name="p" />
    </Page>
  )
}
