import { cacheTags } from '@/core/cache-tags'
import { context } from '@/core/context'
import { inFormat, pageAfter, paths } from '@/core/paths'
import { fail } from '@/core/result'
import type { Post } from '@/lib/blog'
import { type BlogList, findPost, pageOfPosts, placeAt, whyMuted } from '@/lib/blog'
import { drawingPicture, pagePicture } from '@/lib/picture'
import { type AskedRecipe, servingsFrom, systemFrom } from '@/lib/recipe'
import {
  type BlogDocument,
  jsonFeed,
  listText,
  postEntry,
  postMarkdown,
  postText,
  updatedOf,
} from './blog-formats'
import { atomFeed, rssFeed } from './feeds'
import { refuse } from './refuse'
import { json, text, xml } from './responses'

export const blogFormats = ['atom', 'rss', 'json', 'txt', 'md'] as const
export type BlogFormat = (typeof blogFormats)[number]

const markdown = (value: string) =>
  new Response(`${value}\n`, { headers: { 'content-type': 'text/markdown; charset=utf-8' } })

function asFeed(document: BlogDocument, format: 'atom' | 'rss' | 'json'): Response {
  const changed = new Date(Math.max(0, ...document.posts.map((post) => updatedOf(post).getTime())))
  const modified: Record<string, string> =
    document.posts.length > 0 ? { 'last-modified': changed.toUTCString() } : {}
  if (format === 'json')
    return json(jsonFeed(document), { 'content-type': 'application/feed+json; charset=utf-8', ...modified })
  const feed = { ...document, items: document.posts.map(postEntry) }
  return format === 'atom'
    ? xml(atomFeed(feed), 'application/atom+xml', modified)
    : xml(rssFeed(feed), 'application/rss+xml', modified)
}

function listAnswer(list: BlogList, format: BlogFormat, query: URLSearchParams): Response {
  const limit = /^\d{1,3}$/.test(query.get('limit') ?? '20') ? Number(query.get('limit') ?? 20) : 0
  if (limit < 1 || limit > 100)
    return refuse(format, fail('bad-request', 'A limit is a number from 1 to 100.'))
  const page = pageOfPosts(list, query.get('after') ?? undefined, limit)
  if (!page.ok) return refuse(format, page)
  const self = inFormat(list.path, format)
  const next = page.value.next ? pageAfter(self, page.value.next) : null
  const { title, description, path } = list
  const document: BlogDocument = { title, description, path, self, next, posts: page.value.posts }
  if (format === 'txt') return text(listText(document, false))
  return format === 'md' ? markdown(listText(document, true)) : asFeed(document, format)
}

function postAnswer(post: Post, format: BlogFormat, query: URLSearchParams): Response {
  context().tags.add(cacheTags.post(post.slug))
  const asked: AskedRecipe = post.recipe
    ? {
        servings: servingsFrom(query.get('servings'), post.recipe.servings),
        system: systemFrom(query.get('units')),
      }
    : {}
  if (format === 'md') return markdown(postMarkdown(post, asked))
  if (format === 'txt') return text(postText(post, asked))
  const path = paths.post(post.slug)
  const { title, description } = post
  return asFeed({ title, description, path, self: `${path}.${format}`, next: null, posts: [post] }, format)
}

/** Returns the link-preview picture of a post, or a recipe's drawing in the shapes that search engines want. */
function pictureOf(post: Post, name: string): Buffer | null {
  if (name === 'picture.png') return pagePicture(post.title, post.description)
  const drawing = post.recipe ? post.files[post.recipe.picture.svg] : undefined
  return drawing ? drawingPicture(Buffer.from(drawing.base64, 'base64').toString(), name) : null
}

/** Responds with a picture of a post, or with a file stored beside its text. */
export function postFile(slug: string, name: string): Response {
  const post = findPost(slug)
  const file = post && Object.hasOwn(post.files, name) ? post.files[name] : undefined
  const cached = { 'cache-control': 'public, max-age=600' }
  const png = post && !file ? pictureOf(post, name) : null
  if (png) return new Response(new Uint8Array(png), { headers: { 'content-type': 'image/png', ...cached } })
  return file
    ? new Response(new Uint8Array(Buffer.from(file.base64, 'base64')), {
        headers: { 'content-type': file.type, ...cached },
      })
    : refuse('txt', fail('not-found', 'We don’t have that file.'))
}

/** Responds with a blog list or a post in one of the machine-readable formats. */
export function blogAnswer(path: string, format: string, query: URLSearchParams): Response {
  const missing = () => refuse(format, fail('not-found', 'We can’t find that post or list.'))
  const known = blogFormats.find((name) => name === format)
  const place = known ? placeAt(path) : null
  if (!known || !place || place.kind === 'tags' || place.kind === 'series') return missing()
  if (place.kind === 'moved')
    return new Response(null, { status: 301, headers: { location: inFormat(place.to, format) } })
  const { viewer } = context()
  if (place.kind === 'post' && viewer && whyMuted(place.post, viewer.mutes))
    return refuse(format, fail('not-found', 'You have muted a tag or a word of this post.'))
  return place.kind === 'post' ? postAnswer(place.post, known, query) : listAnswer(place.list, known, query)
}
