import { eq } from 'drizzle-orm'
import type { Role, Status, SubjectType } from '@/core/vocabulary'
import { type Transaction, users } from '@/db'
import { lockBemoaning } from '@/lib/bemoaning'
import { lockComment } from '@/lib/comment'

/** The subject of an act of moderation, a report or a case. */
export type Subject = { type: SubjectType; id: number }

/** Returns the subject as the three columns of a row, of which one is set. */
export const inColumns = ({ type, id }: Subject) => ({
  bemoaningId: type === 'bemoaning' ? id : null,
  commentId: type === 'comment' ? id : null,
  userId: type === 'user' ? id : null,
})

/** Returns the subject of a row. */
export function subjectOf(row: {
  bemoaningId: number | null
  commentId: number | null
  userId: number | null
}): Subject {
  if (row.bemoaningId !== null) return { type: 'bemoaning', id: row.bemoaningId }
  if (row.commentId !== null) return { type: 'comment', id: row.commentId }
  return { type: 'user', id: row.userId ?? 0 }
}

/** A subject locked against changes until the transaction ends. */
export type Locked = Subject & {
  /** The bemoaning itself, or that of a comment; null for a user, and for a comment on a post. */
  bemoaningId: number | null
  /** The post that has the comment. */
  postSlug: string | null
  /** The author; for a user, the user. Never shown: it may be anonymous. */
  authorId: number | null
  /** True if the author posted it anonymously. */
  anonymous: boolean
  /** True if everybody can read it. */
  visible: boolean
  /** The bemoaning's status. */
  status: Status | null
  /** The text's version; 0 for a user. */
  version: number
  /** Its author deleted it, with its text. */
  takenBack: boolean
  /** It has been merged into another one. */
  merged: boolean
  /** A user's role. */
  role: Role | null
}

async function lockedBemoaning(tx: Transaction, id: number): Promise<Locked | null> {
  const held = await lockBemoaning(tx, id)
  if (!held) return null
  const { authorId, anonymous, version, takenBack, merged, status } = held
  return {
    type: 'bemoaning',
    id,
    bemoaningId: id,
    postSlug: null,
    authorId,
    anonymous,
    version,
    takenBack,
    merged,
    status,
    visible: status === 'published',
    role: null,
  }
}

async function lockedComment(tx: Transaction, id: number): Promise<Locked | null> {
  const held = await lockComment(tx, id)
  if (!held) return null
  const { bemoaningId, postSlug, authorId, version, status, deleted, removed, onPublic } = held
  return {
    type: 'comment',
    id,
    bemoaningId,
    postSlug,
    authorId,
    anonymous: false,
    version,
    takenBack: deleted,
    merged: false,
    status,
    visible: onPublic && !removed && !deleted,
    role: null,
  }
}

async function lockedUser(tx: Transaction, id: number): Promise<Locked | null> {
  const [user] = await tx
    .select({ role: users.role })
    .from(users)
    .where(eq(users.id, id))
    .for('no key update')
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

/** Locks a subject: a rank first, so that all callers lock in the same order. Null if it does not exist. */
export const lockSubject = (tx: Transaction, { type, id }: Subject): Promise<Locked | null> =>
  ({ bemoaning: lockedBemoaning, comment: lockedComment, user: lockedUser })[type](tx, id)
