import { decodeCursor, encodeCursor } from '@/core/cursor'
import { fail, ok, type Result } from '@/core/result'
import type { Post, Series } from './compiled'
import { blog } from './library'
import { visibleBlog } from './muted'
import type { BlogList } from './place'

/** A page of a list of posts. */
export type PostPage = { posts: readonly Post[]; next: string | null }

/** A number that stands for a slug in cursors. */
function numberOf(slug: string): number {
  let hash = 0
  for (const character of slug) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0
  return hash
}

/** One page of a list; a cursor stays good while others are published. */
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

/** A published post. */
export const findPost = (slug: string): Post | null => blog().bySlug.get(slug) ?? null

/** Where a post stands in its series. */
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
  // Who looks at a post that they have muted sees the others without it.
  if (at < 0) return null
  return { series, part: at + 1, posts, before: posts[at - 1] ?? null, behind: posts[at + 1] ?? null }
}

/** The posts most like one, of those that are published, without those of its own series. */
export function relatedTo(post: Post, most = 3): Post[] {
  const now = visibleBlog()
  return post.alike
    .flatMap(([slug]) => now.bySlug.get(slug) ?? [])
    .filter((other) => !post.series || other.series?.id !== post.series.id)
    .slice(0, most)
}

/** The years of the blog with their months, newest first. */
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

/** Whether a post says that it cures what has these tags or this number. */
const curesIt = ({ cures }: Post, id: number, tags: readonly string[]): boolean =>
  cures.bemoanings.includes(id) || cures.tags.some((all) => all.every((tag) => tags.includes(tag)))

/** Posts that say they cure a bemoaning; those that name its number first. */
export function tipsFor(id: number, tags: readonly string[], most = 3): Post[] {
  return visibleBlog()
    .posts.filter((post) => curesIt(post, id, tags))
    .sort((a, b) => Number(b.cures.bemoanings.includes(id)) - Number(a.cures.bemoanings.includes(id)))
    .slice(0, most)
}
