import type { Metadata } from 'next'
import { cache } from 'react'
import { Entries } from '@/components/bemoaning/entries'
import { listMetadata } from '@/components/bemoaning/feed-page'
import { ListHead } from '@/components/bemoaning/list-head'
import { TagChoice } from '@/components/bemoaning/tag-choice'
import { BadAddress } from '@/components/frame/bad-address'
import { Missing, missingMetadata } from '@/components/frame/missing'
import { Page } from '@/components/frame/page'
import { context } from '@/core/context'
import { feedNamed } from '@/core/feeds'
import { after } from '@/core/page-query'
import { paths } from '@/core/paths'
import { plural } from '@/core/plural'
import { listBemoanings } from '@/lib/bemoaning'
import { placeAt, visibleBlog } from '@/lib/blog'
import { unlessSeen } from '@/lib/reader'
import { findTagOrAlias } from '@/lib/tag'

type Props = { params: Promise<{ tag: string }> }

const read = cache((name: string) => findTagOrAlias(name))

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const tag = await read((await params).tag)
  return tag ? listMetadata(`${tag.label}`, tag.description, paths.tag(tag.name)) : missingMetadata
}

export default async function TagPage({ params }: Props) {
  const { tag: name } = await params
  const tag = await read(name)
  const feed = feedNamed('hot')
  const now = visibleBlog()
  if (!tag || !feed) {
    // A tag used only by posts, such as soup, has its list in the blog.
    const place = feed ? placeAt(paths.blogTags([name])) : null
    if (!place) return <Missing />
    context().redirect = place.kind === 'moved' ? place.to : paths.blogTags([name])
    return null
  }
  if (tag.name !== name) {
    context().redirect = paths.tag(tag.name)
    return null
  }
  const list = await listBemoanings({ feed, tag, ...unlessSeen(), ...after() })
  if (!list.ok) return <BadAddress message={list.message} />
  const path = paths.tag(tag.name)
  const posts = now.byTags.get(tag.name)?.posts.length ?? 0
  return (
    <Page>
      <ListHead title={tag.label} path={path} />
      <p className="lead">
        {tag.description}
        {posts > 0 && (
          <>
            {' '}
            <a href={paths.blogTags([tag.name])}>{plural(posts, 'post')} in the blog</a>
          </>
        )}
      </p>
      <TagChoice tag={tag} />
      <Entries
        list={list.value}
        path={path}
        empty={
          context().viewer?.mutes.tags.includes(tag.id)
            ? 'You have muted this tag.'
            : 'Nobody has bemoaned that yet. You could be first.'
        }
      />
    </Page>
  )
}
