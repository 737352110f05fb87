import type { Metadata } from 'next'
import { Entries } from '@/components/bemoaning/entries'
import { BadAddress } from '@/components/frame/bad-address'
import { Page } from '@/components/frame/page'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { context } from '@/core/context'
import { after } from '@/core/page-query'
import { paths } from '@/core/paths'
import { listBemoanings } from '@/lib/bemoaning'

export const metadata: Metadata = { title: 'Saved', robots: { index: false } }

/** The viewer's saved bemoanings. */
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
        empty="Nothing saved yet. Press Save on a bemoaning to read it again later."
      />
    </Page>
  )
}
