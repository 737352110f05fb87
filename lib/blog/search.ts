import { type Piece, piecesOf } from '@/text/highlight'
import { type Phrase, parseQuery } from '@/text/search-query'
import { isUnspaced, lowered, tokensOf } from '@/text/tokens'
import type { Post } from './compiled'
import { visibleBlog } from './muted'
import type { Snapshot } from './snapshot'
import { stem } from './stem'

export type FoundPost = { post: Post; excerpt: Piece[] }

/** Of each term, its weight in each post; of each post, its terms in their order; and the average number of those. */
type Shelf = { postings: Map<string, Map<number, number>>; terms: string[][]; average: number }

const shelves = new WeakMap<Snapshot, Shelf>()

/** The underlines of headings in the plain text. */
const underlines = /^[=-]{3,}$/gm

/** The weight of a word in each place. */
const weights = { title: 8, tags: 6, description: 3, text: 1 }

/** Returns what a word is compared by. */
const termOf = (word: string): string => (isUnspaced(word) ? word : stem(lowered(word)))

function shelfOf(now: Snapshot): Shelf {
  const known = shelves.get(now)
  if (known) return known
  const postings: Shelf['postings'] = new Map()
  const terms = now.posts.map((post, at) => {
    const parts: [string, number][] = [
      [post.title, weights.title],
      [[...post.tags, ...post.tags.map((tag) => now.tags.get(tag)?.label ?? '')].join(' '), weights.tags],
      [post.description, weights.description],
      [post.text, weights.text],
    ]
    return parts.flatMap(([text, weight]) =>
      tokensOf(text).map(({ word }) => {
        const term = termOf(word)
        const found = postings.get(term) ?? new Map<number, number>()
        found.set(at, (found.get(at) ?? 0) + weight)
        postings.set(term, found)
        return term
      }),
    )
  })
  const average = terms.reduce((sum, { length }) => sum + length, 0) / Math.max(1, terms.length)
  const shelf = { postings, terms, average }
  shelves.set(now, shelf)
  return shelf
}

/** BM25 with the usual constants. */
function scoreOf({ postings, terms, average }: Shelf, term: string, at: number): number {
  const found = postings.get(term)
  const count = found?.get(at) ?? 0
  if (!found || count === 0) return 0
  const rare = Math.log(1 + (terms.length - found.size + 0.5) / (found.size + 0.5))
  return (rare * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * (terms[at]?.length ?? 0)) / average))
}

/** A word of a query as terms are compared with it. */
type Wanted = { term: string; begins: boolean; after: number }

const wantedOf = (phrase: Phrase): Wanted[] => phrase.map((word) => ({ ...word, term: termOf(word.word) }))
const isTerm = ({ term, begins }: Wanted, found: string | undefined): boolean =>
  found !== undefined && (begins ? found.startsWith(term) : found === term)

/** True if the words stand in a post as in the phrase. */
function holds(terms: readonly string[], phrase: readonly Wanted[]): boolean {
  return terms.some((_, start) => {
    let at = start
    return phrase.every((wanted, place) => {
      if (place > 0) at += wanted.after
      return isTerm(wanted, terms[at])
    })
  })
}

/** Returns a phrase's score in a post; 0 if it does not have it. */
function phraseScore(shelf: Shelf, phrase: readonly Wanted[], at: number): number {
  const terms = shelf.terms[at] ?? []
  const [first] = phrase
  if (first && phrase.length === 1 && !first.begins) return scoreOf(shelf, first.term, at)
  if (!holds(terms, phrase)) return 0
  const matching = new Set(terms.filter((term) => phrase.some((wanted) => isTerm(wanted, term))))
  return [...matching].reduce((sum, term) => sum + scoreOf(shelf, term, at), 0)
}

/** Returns about a sentence around the first hit, with all hits in it marked. */
function excerptOf(text: string, wanted: readonly Wanted[]): Piece[] {
  const hits = tokensOf(text).filter(({ word }) => wanted.some((one) => isTerm(one, termOf(word))))
  const [first] = hits
  if (!first) return []
  const from = Math.max(0, text.lastIndexOf('\n\n', first.from) + 2, first.from - 120)
  const to = Math.min(text.length, first.from + 160)
  const within = hits.filter((hit) => hit.from >= from && hit.to <= to)
  return piecesOf(
    text.slice(from, to).trimEnd(),
    within.map((hit) => ({ from: hit.from - from, to: hit.to - from })),
  ).map((piece) => ({ ...piece, text: piece.text.replace(/\s+/g, ' ') }))
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
  const isDated = asked.since > 0 || asked.until < 1e12
  if (asked.all.length + asked.without.length + tags.length === 0 && !isDated) return []
  const now = visibleBlog()
  const shelf = shelfOf(now)
  const groups = asked.all.map((group) => group.map(wantedOf))
  const without = asked.without.map(wantedOf)
  const found = now.posts.flatMap((post, at) => {
    const moment = Date.parse(post.publishAt) / 1000
    if (moment < asked.since || moment >= asked.until) return []
    if (tags.some(({ name, not }) => post.tags.includes(now.aliases.get(name) ?? name) === not)) return []
    if (without.some((phrase) => holds(shelf.terms[at] ?? [], phrase))) return []
    let score = groups.length === 0 ? 1 : 0
    for (const group of groups) {
      const best = Math.max(...group.map((phrase) => phraseScore(shelf, phrase, at)))
      if (best === 0) return []
      score += best
    }
    return [{ post, score }]
  })
  return found
    .sort((a, b) => b.score - a.score || b.post.publishAt.localeCompare(a.post.publishAt))
    .slice(0, most)
    .map(({ post }) => ({ post, excerpt: excerptOf(post.text.replace(underlines, ''), groups.flat(2)) }))
}
