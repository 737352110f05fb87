import { closes, opens, type Piece, pieces } from '@/text/highlight'
import { parseQuery } from '@/text/search-query'
import type { Post } from './compiled'
import { visibleBlog } from './muted'
import type { Snapshot } from './snapshot'
import { stem, wordsWithin } from './stem'

export type FoundPost = { post: Post; excerpt: Piece[] }

type Shelf = { postings: Map<string, Map<number, number>>; lengths: number[]; average: number }

const shelves = new WeakMap<Snapshot, Shelf>()

/** The underlines of headings in the plain text. */
const underlines = /^[=-]{3,}$/gm

/** The weight of a word in each place. */
const weights = { title: 8, tags: 6, description: 3, text: 1 }

function shelfOf(now: Snapshot): Shelf {
  const known = shelves.get(now)
  if (known) return known
  const postings: Shelf['postings'] = new Map()
  const lengths = now.posts.map((post, at) => {
    const parts: [string, number][] = [
      [post.title, weights.title],
      [[...post.tags, ...post.tags.map((tag) => now.tags.get(tag)?.label ?? '')].join(' '), weights.tags],
      [post.description, weights.description],
      [post.text, weights.text],
    ]
    let length = 0
    for (const [text, weight] of parts)
      for (const { word } of wordsWithin(text)) {
        const term = stem(word)
        const found = postings.get(term) ?? new Map<number, number>()
        found.set(at, (found.get(at) ?? 0) + weight)
        postings.set(term, found)
        length += 1
      }
    return length
  })
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length)
  const shelf = { postings, lengths, average }
  shelves.set(now, shelf)
  return shelf
}

/** BM25 with the usual constants. */
function scoreOf({ postings, lengths, average }: Shelf, term: string, at: number, posts: number): number {
  const found = postings.get(term)
  const count = found?.get(at) ?? 0
  if (!found || count === 0) return 0
  const rare = Math.log(1 + (posts - found.size + 0.5) / (found.size + 0.5))
  return (rare * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * (lengths[at] ?? 0)) / average))
}

/** Returns about a sentence around the first hit, with all hits in it marked. */
function excerptOf(text: string, terms: ReadonlySet<string>): Piece[] {
  const words = [...wordsWithin(text)]
  const first = words.find(({ word }) => terms.has(stem(word)))
  if (!first) return []
  const from = Math.max(0, text.lastIndexOf('\n\n', first.at) + 2, first.at - 120)
  const to = Math.min(text.length, first.at + 160)
  let marked = ''
  let at = from
  for (const { word, at: place } of words) {
    if (place < from || place + word.length > to || !terms.has(stem(word))) continue
    marked += `${text.slice(at, place)}${opens}${word}${closes}`
    at = place + word.length
  }
  return pieces((marked + text.slice(at, to)).replace(/\s+/g, ' ').trim())
}

/** Groups the words of a query; one word of each group must match: `a or b c` is (a or b) and c. */
function groupsOf(words: string): { groups: string[][]; phrases: string[] } {
  const phrases = [...words.matchAll(/"([^"]+)"?/g)].map(([, phrase = '']) =>
    phrase.toLowerCase().replace(/\s+/g, ' ').trim(),
  )
  const groups: string[][] = []
  let joins = false
  for (const { word } of wordsWithin(words)) {
    if (word.toLowerCase() === 'or' && groups.length > 0) joins = true
    else if (joins) {
      groups.at(-1)?.push(stem(word))
      joins = false
    } else groups.push([stem(word)])
  }
  return { groups, phrases }
}

/**
 * Returns the published posts that match a query, best first. Needs no database, so the blog works without it.
 * @param q as for bemoanings: words, "phrases", or, -not, tag: before: after:
 */
export function searchPosts(q: string, most = 20): FoundPost[] {
  const asked = parseQuery(q)
  if (asked.problem || !q.trim()) return []
  const tags: { name: string; not: boolean }[] = []
  for (const filter of asked.filters) {
    const [, not, name] = /^(!?)'tag:(.+)'$/.exec(filter) ?? []
    // Posts match no filter that only bemoanings have, such as a state.
    if (name === undefined) {
      if (!filter.startsWith('!')) return []
    } else tags.push({ name, not: not === '!' })
  }
  const now = visibleBlog()
  const shelf = shelfOf(now)
  const { groups, phrases } = groupsOf(asked.words)
  const without = asked.without.flatMap((text) => [...wordsWithin(text)].map(({ word }) => stem(word)))
  const found = now.posts.flatMap((post, at) => {
    const moment = Date.parse(post.publishAt) / 1000
    if (moment < asked.since || moment >= asked.until) return []
    if (tags.some(({ name, not }) => post.tags.includes(now.aliases.get(name) ?? name) === not)) return []
    if (without.some((term) => shelf.postings.get(term)?.has(at))) return []
    const flat = phrases.length > 0 ? `${post.title} ${post.text}`.toLowerCase().replace(/\s+/g, ' ') : ''
    if (phrases.some((phrase) => !flat.includes(phrase))) return []
    let score = groups.length === 0 ? 1 : 0
    for (const group of groups) {
      const best = Math.max(...group.map((term) => scoreOf(shelf, term, at, now.posts.length)))
      if (best === 0) return []
      score += best
    }
    return [{ post, score }]
  })
  const terms = new Set(groups.flat())
  return found
    .sort((a, b) => b.score - a.score || b.post.publishAt.localeCompare(a.post.publishAt))
    .slice(0, most)
    .map(({ post }) => ({ post, excerpt: excerptOf(post.text.replace(underlines, ''), terms) }))
}
