import { eq, sql } from 'drizzle-orm'
import type { Status } from '@/core/vocabulary'
import { comments, postThreads, type Transaction } from '@/db'
import { lockRank } from '@/lib/bemoaning'
import { findPost } from '@/lib/blog'

/** A comment whose place is locked: it cannot be moved, removed or deleted until the transaction ends. */
export type HeldComment = {
  id: number
  /** Null for a comment on a post. */
  bemoaningId: number | null
  postSlug: string | null
  authorId: number | null
  body: string
  version: number
  deleted: boolean
  removed: boolean
  /** The status of its bemoaning; null for a comment on a post. */
  status: Status | null
  /** True if everybody can read its bemoaning or post. */
  onPublic: boolean
}

/** Locks the row of a post's thread, which its first comment inserts. */
export async function lockPost(tx: Transaction, slug: string): Promise<void> {
  await tx
    .select({ slug: postThreads.slug })
    .from(postThreads)
    .where(eq(postThreads.slug, slug))
    .for('no key update')
}

async function find(tx: Transaction, id: number) {
  const [row] = await tx
    .select({
      id: comments.id,
      bemoaningId: comments.bemoaningId,
      postSlug: comments.postSlug,
      authorId: comments.authorId,
      body: comments.body,
      version: comments.version,
      deleted: sql<boolean>`${comments.deletedAt} is not null`,
      removed: sql<boolean>`${comments.removedAt} is not null`,
    })
    .from(comments)
    .where(eq(comments.id, id))
  return row ?? null
}

/** Locks a comment's bemoaning or post, then reads the comment. Null if it does not exist. */
export async function lockComment(tx: Transaction, id: number): Promise<HeldComment | null> {
  let found = await find(tx, id)
  while (found) {
    const status = found.bemoaningId === null ? null : await lockRank(tx, found.bemoaningId)
    if (found.postSlug !== null) await lockPost(tx, found.postSlug)
    const now = await find(tx, id)
    // A merge may have moved it before the lock was granted.
    if (now && now.bemoaningId === found.bemoaningId) {
      const onPublic = now.postSlug === null ? status === 'published' : findPost(now.postSlug) !== null
      return { ...now, status, onPublic }
    }
    found = now
  }
  return null
}
