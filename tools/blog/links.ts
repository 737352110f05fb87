import type { Post, Series } from '@/lib/blog'
import type { TagEntry } from '@/lib/tag'
import type { Source } from './source'

/** Pages of the site that a post may link to, besides posts, tags and series. */
const pages =
  /^\/(|new|random|submit|tags|search|jury|log|state|about|rules|privacy|developers|blog|randomart|top\/(day|week|month|year|all)|controversial|self-inflicted|unfixed|fixed|signup|signin|blog\/tags|blog\/series)$/

type Known = { posts: ReadonlyMap<string, Post>; tags: readonly TagEntry[]; series: readonly Series[] }

const idsIn = (post: Post): Set<string> =>
  new Set([...post.html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id))

function faultOf(href: string, from: Post, { posts, tags, series }: Known): string | null {
  const [, path = '', anchor] = /^([^#?]*)(?:\?[^#]*)?(?:#(.+))?$/.exec(href) ?? []
  const slug = path === '' ? from.slug : /^\/blog\/([^/.]+)(?:\.(?:md|txt|atom|rss|json))?$/.exec(path)?.[1]
  const target = slug === undefined ? undefined : posts.get(slug)
  if (target) {
    if (Date.parse(target.publishAt) > Math.max(Date.parse(from.publishAt), Date.now()))
      return `${href} leads to a post that appears later than this one.`
    return anchor && !idsIn(target).has(anchor) ? `${target.slug} has no anchor “${anchor}”.` : null
  }
  const tag = /^\/(?:t|blog\/tags)\/([a-z0-9+-]+)$/.exec(path)?.[1]
  if (tag) {
    const unknown = tag.split('+').find((name) => !tags.some((entry) => entry.name === name))
    return unknown ? `Unknown tag “${unknown}”.` : null
  }
  const one = /^\/blog\/series\/([a-z0-9-]+)$/.exec(path)?.[1]
  if (one) return series.some(({ id }) => id === one) ? null : `Unknown series “${one}”.`
  const [, owner = '', file = ''] = /^\/blog\/([^/]+)\/([^/]+)$/.exec(path) ?? []
  if (file && posts.get(owner)?.files[file]) return null
  if (/^\/b\/\d+$/.test(path) || pages.test(path)) return null
  return /^\/[a-z-]+\.(txt|svg|png|json|atom|rss)(\?|$)/.test(href)
    ? null
    : `${href} leads nowhere on this site.`
}

/** Reports every broken internal link of a post. */
export function checkLinks(source: Source, from: Post, known: Known): void {
  for (const { href, line } of source.links) {
    const fault = faultOf(href, from, known)
    if (fault) source.fault(line, fault)
  }
}
