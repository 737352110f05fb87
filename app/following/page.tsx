import type { Metadata } from 'next'
import { entries } from '@/components/bemoaning/entries'
import { ListHead } from '@/components/bemoaning/list-head'
import { RemovableRow } from '@/components/form/removable-row'
import { BadAddress } from '@/components/frame/bad-address'
import { Page } from '@/components/frame/page'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { framed } from '@/components/parts/part'
import { context, type Viewer } from '@/core/context'
import { after } from '@/core/page-query'
import { paths } from '@/core/paths'
import { plural } from '@/core/plural'
import { listBemoanings } from '@/lib/bemoaning'
import { findChoices, unlessSeen } from '@/lib/reader'

/** Whom and what the viewer follows, folded. */
async function followed(viewer: Viewer) {
  const { follows, people } = await findChoices(viewer)
  const count = [
    ...(follows.length > 0 ? [plural(follows.length, 'tag')] : []),
    ...(people.length > 0 ? [plural(people.length, 'person', 'people')] : []),
  ]
  return (
    <details className="disclosure followed">
      <summary>You follow {count.join(' and ')}</summary>
      <ul className="rows">
        {people.map((handle) => (
          <RemovableRow key={handle} action={paths.followUser(handle)} verb="Unfollow" name="on" value="0">
            <a href={paths.user(handle)}>{handle}</a>
          </RemovableRow>
        ))}
        {follows.map((name) => (
          <RemovableRow
            key={`t-${name}`}
            action={paths.chooseTag(name)}
            verb="Unfollow"
            name="choice"
            value="none"
          >
            <a className="tag" href={paths.tag(name)}>
              {name}
            </a>
          </RemovableRow>
        ))}
      </ul>
    </details>
  )
}

export const metadata: Metadata = { title: 'Following', robots: { index: false } }

/** New bemoanings with the tags, and by the people, that the viewer follows. The list is finite. */
export default framed(async () => {
  const { viewer } = context()
  if (!viewer) return <SignInFirst />
  const list = await listBemoanings({
    feed: { name: 'following', order: 'new' },
    followedBy: viewer.id,
    ...unlessSeen(),
    ...after(),
  })
  if (!list.ok) return <BadAddress message={list.message} />
  const none = viewer.follows.length + viewer.followedUsers.length === 0
  return (
    <Page>
      <ListHead title="Following" path={paths.following} />
      {none ? (
        <p className="empty">
          You don’t follow any tags or people yet. Choose some tags from <a href={paths.tags}>the list</a>,
          and people by the “Follow” button on their page.
        </p>
      ) : (
        <>
          {await followed(viewer)}
          {
            await entries({
              list: list.value,
              path: paths.following,
              byTime: true,
              ends: true,
              empty: 'You are caught up with the tags and people you follow. Random is up there.',
            })
          }
        </>
      )}
    </Page>
  )
})
