import type { Metadata } from 'next'
import { cache } from 'react'
import { Ago } from '@/components/ago'
import { Art } from '@/components/art'
import { BadAddress } from '@/components/bad-address'
import { Entries } from '@/components/entries'
import { listMetadata } from '@/components/feed-page'
import { Missing, missingMetadata } from '@/components/missing'
import { Page } from '@/components/page'
import { ReportLink } from '@/components/report-link'
import { SignOut } from '@/components/sign-out'
import { listBemoanings } from '@/lib/bemoaning/lists'
import { cacheTags } from '@/lib/cache-tags'
import { context } from '@/lib/context'
import { after } from '@/lib/page-query'
import { paths } from '@/lib/paths'
import { findProfile } from '@/lib/user/queries'

type Props = { params: Promise<{ handle: string }> }

const read = cache((handle: string) =>
  /^[a-z0-9_-]{3,20}$/.test(handle) ? findProfile(handle) : Promise.resolve(null),
)

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const user = await read((await params).handle)
  return user
    ? listMetadata(user.handle, `What ${user.handle} bemoans.`, paths.user(user.handle))
    : missingMetadata
}

/** A user: their randomart, their counts, what they bemoaned under their name. */
export default async function UserPage({ params }: Props) {
  const user = await read((await params).handle)
  if (!user) return <Missing />
  const { tags, viewer } = context()
  tags.add(cacheTags.user(user.handle))
  const list = await listBemoanings({ feed: { name: 'new', order: 'new' }, author: user, ...after() })
  if (!list.ok) return <BadAddress message={list.message} />
  return (
    <Page>
      <header className="profile">
        <Art digest={user.art} large />
        <div>
          <h1>{user.handle}</h1>
          <p className="quiet">
            {user.role === 'user' ? 'here' : `${user.role}, here`} since <Ago date={user.createdAt} /> ·{' '}
            {user.bemoanings} bemoanings · {user.comments} comments · {user.remedies} remedies
          </p>
          {viewer?.id !== user.id && (
            <p className="profile-links">
              <ReportLink type="user" id={user.id} what={user.handle} />
            </p>
          )}
          {viewer?.id === user.id && (
            <p className="profile-links">
              <a href={paths.settings}>settings</a> <a href={paths.saved}>saved</a> <SignOut />
            </p>
          )}
        </div>
      </header>
      <Entries
        list={list.value}
        path={paths.user(user.handle)}
        empty="Has bemoaned nothing under this name. Envy is in order."
      />
    </Page>
  )
}
