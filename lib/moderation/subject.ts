import { eq } from 'drizzle-orm'
import type { Role, Status, SubjectType } from '@/core/vocabulary'
import { type Transaction, users } from '@/db'
import { lockBemoaning } from '@/lib/bemoaning'
import { lockComment } from '@/lib/comment'

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

/** Locks what something is about: a rank first, so that nobody waits in another order. Null when there is none. */
export const lockSubject = (tx: Transaction, { type, id }: Subject): Promise<Locked | null> =>
  ({ bemoaning: lockedBemoaning, comment: lockedComment, user: lockedUser })[type](tx, id)
