import type { Metadata } from 'next'
import { cache } from 'react'
import { entries } from '@/components/bemoaning/entries'
import { listMetadata } from '@/components/bemoaning/feed-page'
import { ListHead } from '@/components/bemoaning/list-head'
import { TagChoice } from '@/components/bemoaning/tag-choice'
import { BadAddress } from '@/components/frame/bad-address'
import { Missing, missingMetadata } from '@/components/frame/missing'
import { Page } from '@/components/frame/page'
import { Part } from '@/components/parts/part'
import { cacheTags } from '@/core/cache-tags'
import { context } from '@/core/context'
import { feedNamed } from '@/core/feeds'
import { misfit } from '@/core/frame'
import { keptRead } from '@/core/kept-reads'
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

async function content(name: string) {
  const tag = await keptRead(`tag ${name}`, () => findTagOrAlias(name))
  const feed = feedNamed('hot')
  if (!tag || !feed) return misfit()
  const now = visibleBlog()
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
      {
        await entries({
          list: list.value,
          path,
          empty: context().viewer?.mutes.tags.includes(tag.id)
            ? 'You have muted this tag.'
            : 'Nobody has bemoaned that yet. You could be first.',
        })
      }
    </Page>
  )
}

/** The bemoanings with a tag. */
export default async function TagPage({ params }: Props) {
  const { tag: name } = await params
  const tag = await read(name)
  context().tags.add(cacheTags.tags)
  if (tag?.name === name) return <Part of={() => content(name)} />
  // A tag used only by posts, such as soup, has its list in the blog.
  const place = tag ? null : placeAt(paths.blogTags([name]))
  if (!tag && !place) return <Missing />
  context().redirect = tag ? paths.tag(tag.name) : place?.kind === 'moved' ? place.to : paths.blogTags([name])
  return null
}
