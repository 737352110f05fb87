import type { Metadata } from 'next'
import { BlogListPage } from '@/components/blog/blog-list'
import { BlogSeries, BlogTags } from '@/components/blog/overviews'
import { postPage } from '@/components/blog/post-page'
import { BadAddress } from '@/components/frame/bad-address'
import { Missing, missingMetadata } from '@/components/frame/missing'
import { Muted } from '@/components/frame/muted'
import { Part } from '@/components/parts/part'
import { cacheTags } from '@/core/cache-tags'
import { context, forHead } from '@/core/context'
import { misfit } from '@/core/frame'
import { after, queried } from '@/core/page-query'
import { inFormat, paths } from '@/core/paths'
import type { Post } from '@/lib/blog'
import { pageOfPosts, placeAt, whyMuted } from '@/lib/blog'

const here = (): string => context().url.split('?')[0] ?? ''

/** The machine formats of a page, for autodiscovery. */
const formats = (path: string) => ({
  'application/atom+xml': inFormat(path, 'atom'),
  'application/rss+xml': inFormat(path, 'rss'),
  'application/feed+json': inFormat(path, 'json'),
})

function postMetadata(post: Post): Metadata {
  const path = paths.post(post.slug)
  const { title, description } = post
  return {
    title,
    description,
    alternates: {
      canonical: path,
      types: { ...formats(paths.blog), 'text/markdown': `${path}.md`, 'text/plain': `${path}.txt` },
    },
    openGraph: {
      type: 'article',
      title,
      description,
      url: path,
      images: [{ url: paths.postPicture(post.slug), width: 1200, height: 630, alt: title }],
      publishedTime: post.publishAt,
      ...(post.updated ? { modifiedTime: post.updated } : {}),
      tags: post.tags,
    },
  }
}

export async function generateMetadata(): Promise<Metadata> {
  const place = forHead(() => placeAt(here()))
  if (!place || place.kind === 'moved') return missingMetadata
  if (place.kind === 'tags')
    return {
      title: 'Tags of the blog',
      description: 'Every tag of the blog, with its posts.',
      alternates: { canonical: paths.blogTags() },
    }
  if (place.kind === 'series')
    return {
      title: 'Series',
      description: 'Posts of the blog that continue each other.',
      alternates: { canonical: paths.blogSeries() },
    }
  if (place.kind === 'post') {
    const viewer = forHead(() => context().viewer)
    const muted = viewer && queried('muted') !== 'show' && whyMuted(place.post, viewer.mutes)
    return muted ? { title: 'Muted' } : postMetadata(place.post)
  }
  const { title, description, path, posts, kind } = place.list
  return {
    title: kind === 'all' ? title : `${title} · Blog`,
    description,
    alternates: { canonical: path, types: formats(path) },
    ...(posts.length === 0 ? { robots: { index: false } } : {}),
  }
}

/** Why this request's viewer has muted a post and does not want to read it nevertheless; null if it is to be shown. */
function whyHidden(post: Post): string[] | null {
  const { viewer } = context()
  return viewer && queried('muted') !== 'show' ? whyMuted(post, viewer.mutes) : null
}

async function content(kind: string, isEmpty: boolean) {
  const place = placeAt(here())
  if (!place || place.kind !== kind || place.kind === 'moved') return misfit()
  if (place.kind === 'tags') return <BlogTags />
  if (place.kind === 'series') return <BlogSeries />
  if (place.kind === 'post') {
    context().tags.add(cacheTags.post(place.post.slug))
    return whyHidden(place.post) ? misfit() : postPage(place.post)
  }
  // An empty list asks search engines to leave it out, so mutes may change its head.
  if ((place.list.posts.length === 0) !== isEmpty) return misfit()
  const page = pageOfPosts(place.list, after().after)
  return page.ok ? (
    <BlogListPage list={place.list} page={page.value} />
  ) : (
    <BadAddress message={page.message} />
  )
}

/** Everything below /blog: posts, and lists of posts by tag, series and time. */
export default function Blog() {
  const place = forHead(() => placeAt(here()))
  if (!place) return <Missing />
  if (place.kind === 'moved') {
    context().redirect = place.to
    return null
  }
  if (place.kind === 'post') {
    const { post } = place
    context().tags.add(cacheTags.post(post.slug))
    const why = forHead(() => whyHidden(post))
    if (why) return <Muted name="This post" anyway={paths.evenMutedPost(post.slug)} why={why} />
  }
  const isEmpty = 'list' in place && place.list.posts.length === 0
  return <Part of={() => content(place.kind, isEmpty)} />
}
