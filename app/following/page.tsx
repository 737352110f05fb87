import type { Metadata } from 'next'
import { BadAddress } from '@/components/bad-address'
import { Entries } from '@/components/entries'
import { ListHead } from '@/components/list-head'
import { Page } from '@/components/page'
import { SignInFirst } from '@/components/sign-in-first'
import { listBemoanings } from '@/lib/bemoaning/lists'
import { unlessSeen } from '@/lib/bemoaning/unseen'
import { context } from '@/lib/context'
import { after } from '@/lib/page-query'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'Following', robots: { index: false } }

/** What is new with the tags that the viewer follows. It ends. */
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
          You follow no tag yet. Each tag’s page has a button for it; here is{' '}
          <a href={paths.tags}>the list</a>.
        </p>
      ) : (
        <Entries
          list={list.value}
          path={paths.following}
          byTime
          ends
          empty="Nothing you follow has anything you have not seen. You are caught up; Random is up there."
        />
      )}
    </Page>
  )
}
