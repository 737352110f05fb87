import type { Metadata } from 'next'
import { BadAddress } from '@/components/bad-address'
import { Entries } from '@/components/entries'
import { Page } from '@/components/page'
import { SignInFirst } from '@/components/sign-in-first'
import { listBemoanings } from '@/lib/bemoaning/lists'
import { context } from '@/lib/context'
import { after } from '@/lib/page-query'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'Saved', robots: { index: false } }

/** What the viewer kept for later. */
export default async function Saved() {
  const { viewer } = context()
  if (!viewer) return <SignInFirst />
  const list = await listBemoanings({ feed: { name: 'saved', order: 'new' }, savedBy: viewer.id, ...after() })
  if (!list.ok) return <BadAddress message={list.message} />
  return (
    <Page>
      <h1 className="list-title">Saved</h1>
      <Entries
        list={list.value}
        path={paths.saved}
        empty="Nothing saved yet. There is a button for it under each bemoaning's own page."
      />
    </Page>
  )
}
