import type { Recipe } from '@/lib/recipe'
import type { TagEntry } from '@/lib/tag'

/** A line of a post's own changelog. */
export type Change = { date: string; text: string }

export type Heading = { id: string; text: string; depth: 2 | 3 }

/** A post as `npm run build` compiles it: everything that depends on neither the viewer nor the time. */
export type Post = {
  slug: string
  title: string
  description: string
  /** When it appears, and its publication date; RFC 3339. Hidden everywhere while in the future. */
  publishAt: string
  updated: string | null
  tags: string[]
  series: { id: string; part: number } | null
  /** The post's source: a note by somebody else, and its date. */
  origin: { date: string; what: string } | null
  changelog: Change[]
  /** Bemoanings it helps against: lists of tags that must all match, and ids. */
  cures: { tags: string[][]; bemoanings: number[] }
  headings: Heading[]
  html: string
  /** The same for feed readers: without anchors, buttons and parts that need our scripts. */
  feedHtml: string
  text: string
  markdown: string
  words: number
  /** Scripts beyond those of every page: `b` copies and sorts, `r` walks the bishop, `c` cooks. */
  scripts: ('b' | 'r' | 'c')[]
  /** Files next to its text, by name, with their types; served while the post is published. */
  files: Record<string, { type: string; base64: string }>
  recipe: Recipe | null
  /** Similar posts, most similar first: slug and similarity. */
  alike: [slug: string, weight: number][]
}

export type Series = { id: string; label: string; description: string }

/** The compiled blog, read once by the server. */
export type BlogIndex = { posts: Post[]; tags: TagEntry[]; series: Series[] }

/** Returns the reading time in minutes. */
export const minutesOf = (words: number): number => Math.max(1, Math.round(words / 230))

/** Placeholder in feeds for the site's origin, which the build does not know. */
export const elsewhere = 'https://origin.invalid'
