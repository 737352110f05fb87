import type { TagEntry } from '@/lib/tag'
import type { BlogIndex, Post, Series } from './compiled'

/** Posts that have all of some tags, and how many of them have which other one as well. */
export type Tagged = { posts: Post[]; more: Map<string, number> }

/** The blog at one moment: what is published, in every order that a page asks for. */
export type Snapshot = {
  /** Newest first. */
  posts: readonly Post[]
  bySlug: ReadonlyMap<string, Post>
  /** By up to three tags in order of their names, joined by `+`. */
  byTags: ReadonlyMap<string, Tagged>
  /** Parts in their order. */
  bySeries: ReadonlyMap<string, Post[]>
  /** By `2026` and `2026/11`. */
  byTime: ReadonlyMap<string, Post[]>
  tags: ReadonlyMap<string, TagEntry>
  /** Other names of tags, and the names they lead to. */
  aliases: ReadonlyMap<string, string>
  series: ReadonlyMap<string, Series>
  /** When the next post appears; Infinity when none is waiting. */
  until: number
}

/** So many tags can be asked for at once. */
export const mostTags = 3

/** The name of a set of tags, whatever order they come in. */
export const comboOf = (names: readonly string[]): string => [...new Set(names)].sort().join('+')

/** Every choice of up to three of these. */
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
 * What of an index can be seen at a moment. This is the only place that decides it: pages, tags, search, feeds, the
 * sitemap, pictures and related posts all read a snapshot.
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
 * These posts in every order that a page asks for.
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
