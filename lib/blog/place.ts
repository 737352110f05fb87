import { paths } from '@/core/paths'
import type { TagEntry } from '@/lib/tag'
import type { Post, Series } from './compiled'
import { blog } from './library'
import { visibleBlog } from './muted'
import { comboOf, mostTags, type Snapshot } from './snapshot'

/** A list of posts with its own URL. */
export type BlogList = {
  kind: 'all' | 'tags' | 'series' | 'time'
  title: string
  description: string
  path: string
  posts: readonly Post[]
  /** The tags that all its posts have. */
  tags: TagEntry[]
  /** Tags that narrow it further, with the number of posts left. */
  more: { tag: TagEntry; count: number }[]
  series: Series | null
}

/** The content at a URL of the blog. */
export type BlogPlace =
  | { kind: 'post'; post: Post }
  | { kind: 'list'; list: BlogList }
  | { kind: 'tags' }
  | { kind: 'series' }
  | { kind: 'moved'; to: string }

/** The whole blog, which decides what exists, and the viewer's, which decides what is shown. */
type Views = { all: Snapshot; now: Snapshot }

const months = 'January February March April May June July August September October November December'.split(
  ' ',
)

const tagsOf = ({ tags }: Snapshot, names: readonly string[]): TagEntry[] =>
  names.flatMap((name) => tags.get(name) ?? [])

/** Sorts by number of posts left, then by name. */
const counted = (now: Snapshot, counts: ReadonlyMap<string, number>) =>
  [...counts]
    .flatMap(([name, count]) => {
      const tag = now.tags.get(name)
      return tag ? [{ tag, count }] : []
    })
    .sort((a, b) => b.count - a.count || a.tag.name.localeCompare(b.tag.name))

/** Returns every tag of the blog with the number of its posts, by label. */
export const blogTagCounts = (now = visibleBlog()): { tag: TagEntry; count: number }[] =>
  [...now.tags.values()]
    .flatMap((tag) => {
      const count = now.byTags.get(tag.name)?.posts.length ?? 0
      return count > 0 ? [{ tag, count }] : []
    })
    .sort((a, b) => a.tag.label.localeCompare(b.tag.label))

export const allPosts = (now = visibleBlog()): BlogList => ({
  kind: 'all',
  title: 'Blog',
  description: 'Tips worth finding again, recipes, and how things were measured.',
  path: paths.blog,
  posts: now.posts,
  tags: [],
  more: [],
  series: null,
})

function atTags({ all, now }: Views, asked: string): BlogPlace | null {
  const names = asked.split('+').map((name) => now.aliases.get(name) ?? name)
  const combo = comboOf(names)
  if (combo !== asked) return atTags({ all, now }, combo) && { kind: 'moved', to: `/blog/tags/${combo}` }
  const chosen = combo.split('+')
  const tags = tagsOf(now, chosen)
  // A tag without posts does not exist on the blog.
  if (
    tags.length !== chosen.length ||
    chosen.length > mostTags ||
    chosen.some((name) => !all.byTags.has(name))
  )
    return null
  const { posts, more } = now.byTags.get(combo) ?? { posts: [], more: new Map<string, number>() }
  const labels = tags.map(({ label }) => label)
  return {
    kind: 'list',
    list: {
      kind: 'tags',
      title: labels.join(' + '),
      description:
        tags.length === 1 ? (tags[0]?.description ?? '') : `Posts about all of these: ${labels.join(', ')}.`,
      path: paths.blogTags(chosen),
      posts,
      tags,
      more: counted(now, more),
      series: null,
    },
  }
}

function atSeries({ all, now }: Views, id: string): BlogPlace | null {
  const series = all.bySeries.has(id) && now.series.get(id)
  if (!series) return null
  const posts = now.bySeries.get(id) ?? []
  const { label, description } = series
  const path = paths.blogSeries(id)
  return {
    kind: 'list',
    list: { kind: 'series', title: label, description, path, posts, tags: [], more: [], series },
  }
}

function atTime({ all, now }: Views, time: string): BlogPlace | null {
  if (!all.byTime.has(time)) return null
  const posts = now.byTime.get(time) ?? []
  const [year, month] = time.split('/')
  const title = month ? `${months[Number(month) - 1]} ${year}` : `${year}`
  const description = `Posts of the blog from ${title}.`
  return {
    kind: 'list',
    list: {
      kind: 'time',
      title,
      description,
      path: paths.blogTime(time),
      posts,
      tags: [],
      more: [],
      series: null,
    },
  }
}

/** Returns the content at a path that begins with /blog, without any ending such as .atom; null if there is none. */
export function placeAt(path: string, at?: Snapshot): BlogPlace | null {
  const views = at ? { all: at, now: at } : { all: blog(), now: visibleBlog() }
  const { all, now } = views
  let plain: string
  try {
    plain = decodeURIComponent(path)
  } catch {
    return null
  }
  if (plain === '/blog') return { kind: 'list', list: allPosts(now) }
  if (plain === '/blog/tags') return { kind: 'tags' }
  if (plain === '/blog/series') return { kind: 'series' }
  const tags = /^\/blog\/tags\/([a-z0-9+-]{1,150})$/i.exec(plain)?.[1]
  if (tags) {
    const place = atTags(views, tags.toLowerCase())
    return place && (tags !== tags.toLowerCase() || plain !== path)
      ? { kind: 'moved', to: canonical(place) }
      : place
  }
  const series = /^\/blog\/series\/([a-z0-9-]{1,60})$/.exec(plain)?.[1]
  if (series) return atSeries(views, series)
  const time = /^\/blog\/(\d{4}(?:\/\d{2})?)$/.exec(plain)?.[1]
  if (time) return atTime(views, time)
  const slug = /^\/blog\/([a-z0-9-]{1,100})$/.exec(plain)?.[1]
  const post = slug === undefined ? undefined : all.bySlug.get(slug)
  return post ? { kind: 'post', post } : null
}

const canonical = (place: BlogPlace): string =>
  place.kind === 'moved' ? place.to : place.kind === 'list' ? place.list.path : paths.blog
