import type { Metadata } from 'next'
import { Entries } from '@/components/bemoaning/entries'
import { ListHead } from '@/components/bemoaning/list-head'
import { BadAddress } from '@/components/frame/bad-address'
import { Page } from '@/components/frame/page'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { context } from '@/core/context'
import { after } from '@/core/page-query'
import { paths } from '@/core/paths'
import { listBemoanings } from '@/lib/bemoaning'
import { unlessSeen } from '@/lib/reader'

export const metadata: Metadata = { title: 'Following', robots: { index: false } }

/** New bemoanings with the tags that the viewer follows. The list is finite. */
export default async function Following() {
  const { viewer } = context()
  if (!viewer) return <SignInFirst />
  const list = await listBemoanings({
    feed: { name: 'following', order: 'new' },
    followedBy: viewer.id,
    ...unlessSeen(),
    ...after(),
  })
  if (!list.ok) return <BadAddress message={list.message} />
  const none = viewer.follows.length === 0
  return (
    <Page>
      <ListHead title="Following" path={paths.following} />
      {none ? (
        <p className="empty">
          You don’t follow any tags yet. Choose some from <a href={paths.tags}>the list</a>.
        </p>
      ) : (
        <Entries
          list={list.value}
          path={paths.following}
          byTime
          ends
          empty="You are caught up with the tags you follow. Random is up there."
        />
      )}
    </Page>
  )
}
