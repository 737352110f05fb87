import type { TagEntry } from '@/lib/tag'
import type { BlogIndex, Post, Series } from './compiled'

/** Posts with all of some tags, and how many of them have each other tag. */
export type Tagged = { posts: Post[]; more: Map<string, number> }

/** The blog at one moment: its published posts, in every order that a page needs. */
export type Snapshot = {
  /** Newest first. */
  posts: readonly Post[]
  bySlug: ReadonlyMap<string, Post>
  /** By up to three tags, sorted by name and joined by `+`. */
  byTags: ReadonlyMap<string, Tagged>
  /** Parts in order. */
  bySeries: ReadonlyMap<string, Post[]>
  /** By `2026` and `2026/11`. */
  byTime: ReadonlyMap<string, Post[]>
  tags: ReadonlyMap<string, TagEntry>
  /** Aliases of tags, and the names they stand for. */
  aliases: ReadonlyMap<string, string>
  series: ReadonlyMap<string, Series>
  /** When the next post appears; Infinity if none is scheduled. */
  until: number
}

/** Maximum number of tags in one query. */
export const mostTags = 3

/** Returns the name of a set of tags, in any order. */
export const comboOf = (names: readonly string[]): string => [...new Set(names)].sort().join('+')

/** Returns every choice of up to three of these tags. */
export function choices(tags: readonly string[], most = mostTags): string[][] {
  const sorted = [...tags].sort()
  const all: string[][] = [[]]
  for (const tag of sorted)
    for (const chosen of [...all]) if (chosen.length < most) all.push([...chosen, tag])
  return all.slice(1)
}

function push<K>(map: Map<K, Post[]>, key: K, post: Post): void {
  const list = map.get(key)
  if (list) list.push(post)
  else map.set(key, [post])
}

function tagged(posts: readonly Post[]): Map<string, Tagged> {
  const map = new Map<string, Tagged>()
  for (const post of posts)
    for (const chosen of choices(post.tags)) {
      const combo = chosen.join('+')
      const found = map.get(combo) ?? { posts: [], more: new Map<string, number>() }
      found.posts.push(post)
      if (chosen.length < mostTags)
        for (const tag of post.tags)
          if (!chosen.includes(tag)) found.more.set(tag, (found.more.get(tag) ?? 0) + 1)
      map.set(combo, found)
    }
  return map
}

const newestFirst = (a: Post, b: Post): number =>
  b.publishAt.localeCompare(a.publishAt) || a.slug.localeCompare(b.slug)

/**
 * Returns the part of an index that is published at a moment. Only this function decides it: pages, tags, search,
 * feeds, the sitemap, pictures and related posts all read a snapshot.
 * @param now milliseconds since 1970
 */
export function snapshotAt({ posts: all, tags, series }: BlogIndex, now: number): Snapshot {
  const posts = all.filter((post) => Date.parse(post.publishAt) <= now).sort(newestFirst)
  const waiting = all.map((post) => Date.parse(post.publishAt)).filter((at) => at > now)
  return snapshotOf(
    {
      tags: new Map(tags.map((tag) => [tag.name, tag])),
      aliases: new Map(
        tags.flatMap((tag) => [...tag.aliases, ...tag['merged-from']].map((name) => [name, tag.name])),
      ),
      series: new Map(series.map((one) => [one.id, one])),
      until: Math.min(...waiting, Number.POSITIVE_INFINITY),
    },
    posts,
  )
}

/**
 * Returns these posts in every order that a page needs.
 * @param posts newest first
 */
export function snapshotOf(
  { tags, aliases, series, until }: Pick<Snapshot, 'tags' | 'aliases' | 'series' | 'until'>,
  posts: readonly Post[],
): Snapshot {
  const bySeries = new Map<string, Post[]>()
  const byTime = new Map<string, Post[]>()
  for (const post of posts) {
    if (post.series) push(bySeries, post.series.id, post)
    push(byTime, post.publishAt.slice(0, 4), post)
    push(byTime, post.publishAt.slice(0, 7).replace('-', '/'), post)
  }
  for (const parts of bySeries.values()) parts.sort((a, b) => (a.series?.part ?? 0) - (b.series?.part ?? 0))
  return {
    posts,
    bySlug: new Map(posts.map((post) => [post.slug, post])),
    byTags: tagged(posts),
    bySeries,
    byTime,
    tags,
    aliases,
    series,
    until,
  }
}
