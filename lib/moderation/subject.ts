import { eq, sql } from 'drizzle-orm'
import { bemoanings, comments, postThreads, ranks, type Transaction, users } from '@/db'
import { findPost } from '../post/queries'
import type { Role, Status, SubjectType } from '../words'

/** What an act of moderation, a report or a case is about. */
export type Subject = { type: SubjectType; id: number }

/** The subject in the three columns of a row, of which one is set. */
export const inColumns = ({ type, id }: Subject) => ({
  bemoaningId: type === 'bemoaning' ? id : null,
  commentId: type === 'comment' ? id : null,
  userId: type === 'user' ? id : null,
})

/** The subject of a row. */
export function subjectOf(row: {
  bemoaningId: number | null
  commentId: number | null
  userId: number | null
}): Subject {
  if (row.bemoaningId !== null) return { type: 'bemoaning', id: row.bemoaningId }
  if (row.commentId !== null) return { type: 'comment', id: row.commentId }
  return { type: 'user', id: row.userId ?? 0 }
}

/** A subject that nobody else can change until the transaction ends. */
export type Locked = Subject & {
  /** The bemoaning it is, or hangs on; null for a user, and for a comment on a post. */
  bemoaningId: number | null
  /** The post that a comment hangs on. */
  postSlug: string | null
  /** Who wrote it; for a user, the user. Never shown: it may be anonymous. */
  authorId: number | null
  /** Whether the author wants to stay unnamed. */
  anonymous: boolean
  /** Whether everybody can read it. */
  visible: boolean
  /** Of the bemoaning. */
  status: Status | null
  /** Of the text; 0 for a user. */
  version: number
  /** Its author took it back or deleted it: there is no text any more. */
  takenBack: boolean
  /** It has been merged into another one. */
  merged: boolean
  /** Of a user. */
  role: Role | null
}

const noKeyUpdate = 'no key update' as const

/** Locks a rank, as whoever votes, comments or edits does before anything else. */
export async function lockRank(tx: Transaction, id: number): Promise<Status | null> {
  const [rank] = await tx
    .select({ status: ranks.status })
    .from(ranks)
    .where(eq(ranks.id, id))
    .for(noKeyUpdate)
  return rank?.status ?? null
}

async function lockBemoaning(tx: Transaction, id: number): Promise<Locked | null> {
  const status = await lockRank(tx, id)
  const [row] = await tx
    .select({
      authorId: bemoanings.authorId,
      anonymous: bemoanings.anonymous,
      version: bemoanings.version,
      takenBack: sql<boolean>`${bemoanings.fingerprint} = ''`,
      merged: sql<boolean>`${bemoanings.mergedInto} is not null`,
    })
    .from(bemoanings)
    .where(eq(bemoanings.id, id))
  if (!row || !status) return null
  return {
    type: 'bemoaning',
    id,
    bemoaningId: id,
    postSlug: null,
    ...row,
    status,
    visible: status === 'published',
    role: null,
  }
}

async function lockComment(tx: Transaction, id: number): Promise<Locked | null> {
  const find = async () => {
    const [row] = await tx
      .select({
        bemoaningId: comments.bemoaningId,
        postSlug: comments.postSlug,
        authorId: comments.authorId,
        version: comments.version,
        takenBack: sql<boolean>`${comments.deletedAt} is not null`,
        removed: sql<boolean>`${comments.removedAt} is not null`,
      })
      .from(comments)
      .where(eq(comments.id, id))
    return row
  }
  let found = await find()
  while (found) {
    const onPost = found.postSlug !== null
    const status = found.bemoaningId === null ? null : await lockRank(tx, found.bemoaningId)
    if (found.postSlug !== null)
      await tx
        .select({ slug: postThreads.slug })
        .from(postThreads)
        .where(eq(postThreads.slug, found.postSlug))
        .for(noKeyUpdate)
    const now = await find()
    // A merge may have moved it while we waited.
    if (now && now.bemoaningId === found.bemoaningId) {
      const { removed, ...row } = now
      const isPublic = onPost ? findPost(row.postSlug ?? '') !== null : status === 'published'
      const visible = isPublic && !removed && !row.takenBack
      return { type: 'comment', id, ...row, anonymous: false, merged: false, status, visible, role: null }
    }
    found = now
  }
  return null
}

async function lockUser(tx: Transaction, id: number): Promise<Locked | null> {
  const [user] = await tx.select({ role: users.role }).from(users).where(eq(users.id, id)).for(noKeyUpdate)
  if (!user) return null
  return {
    type: 'user',
    id,
    bemoaningId: null,
    postSlug: null,
    authorId: id,
    anonymous: false,
    visible: true,
    status: null,
    version: 0,
    takenBack: false,
    merged: false,
    role: user.role,
  }
}

/** Locks what something is about: a rank first, so that nobody waits in another order. Null when there is none. */
export const lockSubject = (tx: Transaction, { type, id }: Subject): Promise<Locked | null> =>
  ({ bemoaning: lockBemoaning, comment: lockComment, user: lockUser })[type](tx, id)
