import type { Metadata } from 'next'
import { entries } from '@/components/bemoaning/entries'
import { BadAddress } from '@/components/frame/bad-address'
import { Page } from '@/components/frame/page'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { framed } from '@/components/parts/part'
import { context } from '@/core/context'
import { after } from '@/core/page-query'
import { paths } from '@/core/paths'
import { listBemoanings } from '@/lib/bemoaning'

export const metadata: Metadata = { title: 'Saved', robots: { index: false } }

/** The viewer's saved bemoanings. */
export default framed(async () => {
  const { viewer } = context()
  if (!viewer) return <SignInFirst />
  const list = await listBemoanings({ feed: { name: 'saved', order: 'new' }, savedBy: viewer.id, ...after() })
  if (!list.ok) return <BadAddress message={list.message} />
  return (
    <Page>
      <h1 className="list-title">Saved</h1>
      {
        await entries({
          list: list.value,
          path: paths.saved,
          empty: 'Nothing saved yet. Press Save on a bemoaning to read it again later.',
        })
      }
    </Page>
  )
})
