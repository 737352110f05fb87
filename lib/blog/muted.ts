import { context, type Mutes } from '@/core/context'
import { expressionOf } from '@/text/muted-words'
import type { Post } from './compiled'
import { blog } from './library'
import { type Snapshot, snapshotOf } from './snapshot'

/** What a viewer has muted of the blog: its tags by name, and words. Its author is the project, whom nobody mutes. */
export type PostMutes = Pick<Mutes, 'tagNames' | 'words'>

/** So many viewers' blogs are kept at once, beside everybody's. */
const kept = 50
const narrowed = new WeakMap<Snapshot, Map<string, Snapshot>>()

const textOf = ({ title, description, text }: Post): string => `${title}\n${description}\n${text}`

const isMuted = (post: Post, tags: ReadonlySet<string>, words: RegExp | null): boolean =>
  post.tags.some((tag) => tags.has(tag)) || (words?.test(textOf(post)) ?? false)

/** Why somebody who has muted this does not see a post; null when they do. */
export function whyMuted(post: Post, { tagNames, words }: PostMutes): string[] | null {
  const why = [
    ...post.tags.filter((tag) => tagNames.includes(tag)),
    ...(expressionOf(words)?.test(textOf(post)) ? ['a word that you muted'] : []),
  ]
  return why.length > 0 ? why : null
}

/** The blog without what has been muted, as it is now. */
export function blogWithout({ tagNames, words }: PostMutes, now = blog()): Snapshot {
  if (tagNames.length + words.length === 0) return now
  const known = narrowed.get(now) ?? new Map<string, Snapshot>()
  narrowed.set(now, known)
  const key = JSON.stringify([[...tagNames].sort(), [...words].sort()])
  const found = known.get(key)
  if (found) return found
  const [tags, expression] = [new Set(tagNames), expressionOf(words)]
  const made = snapshotOf(
    now,
    now.posts.filter((post) => !isMuted(post, tags, expression)),
  )
  for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - kept + 1))) known.delete(oldest)
  known.set(key, made)
  return made
}

/** The blog as the viewer of this request sees it. */
export function visibleBlog(): Snapshot {
  const { viewer } = context()
  return viewer ? blogWithout(viewer.mutes) : blog()
}

/** Slugs of the posts that somebody has muted. */
export function hiddenPosts(mutes: PostMutes): string[] {
  const [all, seen] = [blog(), blogWithout(mutes)]
  return all === seen ? [] : all.posts.filter(({ slug }) => !seen.bySlug.has(slug)).map(({ slug }) => slug)
}
