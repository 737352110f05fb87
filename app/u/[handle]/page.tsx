import type { Metadata } from 'next'
import { cache } from 'react'
import { entries } from '@/components/bemoaning/entries'
import { listMetadata } from '@/components/bemoaning/feed-page'
import { CommentedList, SaidList } from '@/components/comment/commented-list'
import { BadAddress } from '@/components/frame/bad-address'
import { Missing, missingMetadata } from '@/components/frame/missing'
import { Page } from '@/components/frame/page'
import { Part } from '@/components/parts/part'
import { Departed, departedTitle } from '@/components/user/departed'
import { ProfileHead } from '@/components/user/profile-head'
import { cacheTags } from '@/core/cache-tags'
import { context } from '@/core/context'
import { misfit } from '@/core/frame'
import { after, queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import { ago } from '@/core/time'
import { listBemoanings } from '@/lib/bemoaning'
import { listPlacedComments } from '@/lib/comment'
import { findMoved, findProfile, isRetired, type Profile } from '@/lib/user'

type Props = { params: Promise<{ handle: string }> }

const isHandle = (handle: string): boolean => /^[a-z0-9_-]{3,20}$/.test(handle)
const read = cache((handle: string) => (isHandle(handle) ? findProfile(handle) : Promise.resolve(null)))
const isGone = cache(async (handle: string) => isHandle(handle) && isRetired(handle))

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { handle } = await params
  const user = await read(handle)
  if (user) return listMetadata(user.handle, `Bemoanings by ${user.handle}.`, paths.user(user.handle))
  return (await isGone(handle)) ? { ...missingMetadata, title: departedTitle } : missingMetadata
}

async function comments(user: Profile, remedies: boolean) {
  const list = await listPlacedComments(user, { remedies, ...after() })
  if (!list.ok) return <p className="empty">{list.message}</p>
  const empty = remedies ? 'Has cured nothing yet.' : 'Has commented on nothing.'
  return (
    <CommentedList
      list={list.value}
      path={paths.profile(user.handle, remedies ? 'remedies' : 'comments')}
      empty={empty}
    />
  )
}

/** Their newest remedies, above what they bemoan: others come here for these. */
async function newestRemedies(user: Profile) {
  const list = await listPlacedComments(user, { remedies: true, limit: 3 })
  if (!list.ok || list.value.items.length === 0) return null
  return (
    <section className="profile-remedies" aria-labelledby="remedies">
      <h2 id="remedies" className="list-title">
        Remedies
      </h2>
      <SaidList items={list.value.items} level={3} />
      {list.value.next && (
        <p className="more">
          <a href={paths.profile(user.handle, 'remedies')}>All {user.remedies} remedies</a>
        </p>
      )}
    </section>
  )
}

/** What somebody new may expect here, in one sentence. */
function newcomer({ handle, comments, remedies, createdAt }: Profile, own: boolean): string {
  if (own) return 'Your bemoanings and comments appear here, except the anonymous ones.'
  if (comments + remedies > 0) return `${handle} hasn’t bemoaned anything under this name yet.`
  return `${handle} joined ${ago(createdAt)}, and their bemoanings and comments will appear here.`
}

async function content(handle: string) {
  const here = context()
  const user = await findProfile(handle)
  if (!user) return misfit()
  here.tags.add(cacheTags.user(user.handle))
  const show = queried('show')
  const muted = here.viewer?.mutes.users.includes(user.id) ?? false
  if (show === 'comments' || show === 'remedies')
    return (
      <Page>
        <ProfileHead user={user} show={show} />
        {await comments(user, show === 'remedies')}
      </Page>
    )
  const list = await listBemoanings({ feed: { name: 'new', order: 'new' }, author: user, ...after() })
  if (!list.ok) return <BadAddress message={list.message} />
  const showsRemedies = after().after === undefined && user.remedies > 0 && !muted
  return (
    <Page>
      <ProfileHead user={user} show={null} />
      {showsRemedies && (await newestRemedies(user))}
      {showsRemedies && <h2 className="list-title">Bemoanings</h2>}
      {
        await entries({
          list: list.value,
          path: paths.user(user.handle),
          empty: muted ? 'You have muted this person.' : newcomer(user, here.viewer?.id === user.id),
        })
      }
    </Page>
  )
}

/** A user: randomart, counts, bemoanings and comments under their name. */
export default async function UserPage({ params }: Props) {
  const { handle } = await params
  const user = await read(handle)
  if (user) {
    context().tags.add(cacheTags.user(user.handle))
    return <Part of={() => content(user.handle)} />
  }
  const moved = isHandle(handle) ? await findMoved(handle) : null
  if (moved === null) return (await isGone(handle)) ? <Departed handle={handle} /> : <Missing />
  context().redirect = paths.user(moved)
  return null
}
