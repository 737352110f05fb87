import { decodeCursor, encodeCursor } from '@/core/cursor'
import { fail, ok, type Result } from '@/core/result'
import type { Post, Series } from './compiled'
import { blog } from './library'
import { visibleBlog } from './muted'
import type { BlogList } from './place'

/** A page of a list of posts. */
export type PostPage = { posts: readonly Post[]; next: string | null }

/** Hashes a slug to a number, for cursors. */
function numberOf(slug: string): number {
  let hash = 0
  for (const character of slug) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0
  return hash
}

/** Returns one page of a list; a cursor stays valid while posts are published. */
export function pageOfPosts(list: BlogList, after?: string, limit = 20): Result<PostPage> {
  const name = `blog|${list.path}`
  let from = 0
  if (after !== undefined) {
    const place = decodeCursor(name, after)
    const at = place ? list.posts.findIndex(({ slug }) => numberOf(slug) === place.id) : -1
    if (at < 0)
      return fail('bad-request', 'This cursor does not belong to this list. Start from its first page.')
    from = at + 1
  }
  const posts = list.posts.slice(from, from + limit)
  const last = posts.at(-1)
  const isMore = from + limit < list.posts.length
  return ok({ posts, next: isMore && last ? encodeCursor(name, { key: 0, id: numberOf(last.slug) }) : null })
}

/** Returns a published post, or null. */
export const findPost = (slug: string): Post | null => blog().bySlug.get(slug) ?? null

/** A post's place in its series. */
export type Part = {
  series: Series
  part: number
  posts: readonly Post[]
  before: Post | null
  behind: Post | null
}

export function partOf(post: Post): Part | null {
  const now = visibleBlog()
  const series = post.series ? now.series.get(post.series.id) : undefined
  if (!series) return null
  const posts = now.bySeries.get(series.id) ?? []
  const at = posts.findIndex(({ slug }) => slug === post.slug)
  // A viewer who opens a post they muted sees the series without it.
  if (at < 0) return null
  return { series, part: at + 1, posts, before: posts[at - 1] ?? null, behind: posts[at + 1] ?? null }
}

/** Returns the published posts most similar to one, without those of its own series. */
export function relatedTo(post: Post, most = 3): Post[] {
  const now = visibleBlog()
  return post.alike
    .flatMap(([slug]) => now.bySlug.get(slug) ?? [])
    .filter((other) => !post.series || other.series?.id !== post.series.id)
    .slice(0, most)
}

/** Returns the years of the blog with their months, newest first. */
export function archive(): { year: string; months: { time: string; count: number }[] }[] {
  const times = [...visibleBlog().byTime].sort(([a], [b]) => b.localeCompare(a))
  return times
    .filter(([time]) => !time.includes('/'))
    .map(([year]) => ({
      year,
      months: times
        .filter(([time]) => time.startsWith(`${year}/`))
        .map(([time, posts]) => ({ time, count: posts.length })),
    }))
}

/** True if a post claims to cure bemoanings with these tags or this id. */
const curesIt = ({ cures }: Post, id: number, tags: readonly string[]): boolean =>
  cures.bemoanings.includes(id) || cures.tags.some((all) => all.every((tag) => tags.includes(tag)))

/** Returns posts that claim to cure a bemoaning; those that name its id come first. */
export function tipsFor(id: number, tags: readonly string[], most = 3): Post[] {
  return visibleBlog()
    .posts.filter((post) => curesIt(post, id, tags))
    .sort((a, b) => Number(b.cures.bemoanings.includes(id)) - Number(a.cures.bemoanings.includes(id)))
    .slice(0, most)
}
