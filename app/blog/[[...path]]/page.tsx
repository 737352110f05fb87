import type { Metadata } from 'next'
import { BlogListPage } from '@/components/blog/blog-list'
import { BlogSeries, BlogTags } from '@/components/blog/overviews'
import { PostPage } from '@/components/blog/post-page'
import { BadAddress } from '@/components/frame/bad-address'
import { Missing, missingMetadata } from '@/components/frame/missing'
import { Muted } from '@/components/frame/muted'
import { cacheTags } from '@/core/cache-tags'
import { context } from '@/core/context'
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
  const place = placeAt(here())
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
    const { viewer } = context()
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

/** Everything below /blog: posts, and lists of posts by tag, series and time. */
export default async function Blog() {
  const place = placeAt(here())
  const request = context()
  if (!place) return <Missing />
  if (place.kind === 'moved') {
    request.redirect = place.to
    return null
  }
  if (place.kind === 'tags') return <BlogTags />
  if (place.kind === 'series') return <BlogSeries />
  if (place.kind === 'post') {
    const { slug } = place.post
    request.tags.add(cacheTags.post(slug))
    const why = request.viewer && whyMuted(place.post, request.viewer.mutes)
    if (why && queried('muted') !== 'show')
      return <Muted name="This post" anyway={paths.evenMutedPost(slug)} why={why} />
    return <PostPage post={place.post} />
  }
  const page = pageOfPosts(place.list, after().after)
  return page.ok ? (
    <BlogListPage list={place.list} page={page.value} />
  ) : (
    <BadAddress message={page.message} />
  )
}
