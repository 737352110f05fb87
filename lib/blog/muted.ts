import { context, type Mutes } from '@/core/context'
import { expressionOf } from '@/text/muted-words'
import type { Post } from './compiled'
import { blog } from './library'
import { type Snapshot, snapshotOf } from './snapshot'

/** A viewer's mutes that apply to the blog: tags by name, and words. Its author, the project, cannot be muted. */
export type PostMutes = Pick<Mutes, 'tagNames' | 'words'>

/** Number of viewers' filtered blogs cached at once, beside the common one. */
const kept = 50
const narrowed = new WeakMap<Snapshot, Map<string, Snapshot>>()

const textOf = ({ title, description, text }: Post): string => `${title}\n${description}\n${text}`

const isMuted = (post: Post, tags: ReadonlySet<string>, words: RegExp | null): boolean =>
  post.tags.some((tag) => tags.has(tag)) || (words?.test(textOf(post)) ?? false)

/** Returns why these mutes hide a post; null if they do not. */
export function whyMuted(post: Post, { tagNames, words }: PostMutes): string[] | null {
  const why = [
    ...post.tags.filter((tag) => tagNames.includes(tag)),
    ...(expressionOf(words)?.test(textOf(post)) ? ['a word that you muted'] : []),
  ]
  return why.length > 0 ? why : null
}

/** Returns the blog without muted posts, as of now. */
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

/** Returns the blog as this request's viewer sees it. */
export function visibleBlog(): Snapshot {
  const { viewer } = context()
  return viewer ? blogWithout(viewer.mutes) : blog()
}

/** Returns the slugs of the posts that these mutes hide. */
export function hiddenPosts(mutes: PostMutes): string[] {
  const [all, seen] = [blog(), blogWithout(mutes)]
  return all === seen ? [] : all.posts.filter(({ slug }) => !seen.bySlug.has(slug)).map(({ slug }) => slug)
}
