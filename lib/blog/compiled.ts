import type { Recipe } from '@/lib/recipe'
import type { TagEntry } from '@/lib/tag'

/** A line of a post's own changelog. */
export type Change = { date: string; text: string }

export type Heading = { id: string; text: string; depth: 2 | 3 }

/** A post as `npm run build` leaves it: everything that does not depend on who asks, or when. */
export type Post = {
  slug: string
  title: string
  description: string
  /** When it appears and what it says it was published; RFC 3339. May lie ahead: then it is nowhere yet. */
  publishAt: string
  updated: string | null
  tags: string[]
  series: { id: string; part: number } | null
  /** What the post goes back to: a note by somebody else, and its date. */
  origin: { date: string; what: string } | null
  changelog: Change[]
  /** Bemoanings it helps against: lists of tags that all have to be there, and numbers. */
  cures: { tags: string[][]; bemoanings: number[] }
  headings: Heading[]
  html: string
  /** The same for feed readers: without anchors, buttons and what needs our scripts. */
  feedHtml: string
  text: string
  markdown: string
  words: number
  /** Scripts beside that of every page: `b` copies and sorts, `r` walks the bishop, `c` cooks. */
  scripts: ('b' | 'r' | 'c')[]
  /** Files beside its text, by name, with their types; served while the post is. */
  files: Record<string, { type: string; base64: string }>
  recipe: Recipe | null
  /** Other posts, most alike first: slug and how alike. */
  alike: [slug: string, weight: number][]
}

export type Series = { id: string; label: string; description: string }

/** What the server reads of the blog, once. */
export type BlogIndex = { posts: Post[]; tags: TagEntry[]; series: Series[] }

/** How long it takes to read, in minutes. */
export const minutesOf = (words: number): number => Math.max(1, Math.round(words / 230))

/** Stands in feeds for the site's origin, which the build does not know. */
export const elsewhere = 'https://origin.invalid'
