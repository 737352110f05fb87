import { and, eq, inArray } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { bemoanings, commentRevisions, comments, notices } from '@/db'
import { announceRemoval } from '@/db/invalidate'
import { transact } from '@/db/retry'
import { recount } from './counts'
import { lockComment } from './lock'
import { placeColumns, placeOf, tagOfPlace, type WrittenComment } from './place'

/**
 * Deletes the viewer's own comment; a stub stays if it has replies. Deleting again changes nothing. A comment that a
 * moderator removed stays as it was.
 */
export async function deleteComment(viewer: Viewer, id: number): Promise<Result<WrittenComment>> {
  demand(viewer, 'write')
  return transact(async (tx): Promise<Result<WrittenComment>> => {
    // Locked before it is read: a concurrent merge may move it to another bemoaning.
    const held = await lockComment(tx, id)
    if (!held || held.authorId !== viewer.id) return fail('not-found', 'That isn’t one of your comments.')
    const { bemoaningId } = held
    const [found] = await tx
      .select(placeColumns)
      .from(comments)
      .leftJoin(bemoanings, eq(bemoanings.id, comments.bemoaningId))
      .where(eq(comments.id, id))
    if (!found) return fail('not-found', 'That isn’t one of your comments.')
    const done = ok({ id, place: placeOf(found) })
    if (held.removed) return fail('gone', 'A moderator has already removed this comment.')
    if (held.deleted) return done
    await tx
      .update(comments)
      .set({ body: '', bodyHtml: '', deletedAt: new Date() })
      .where(eq(comments.id, id))
    // Notices about a deleted comment lead nowhere.
    await tx
      .delete(notices)
      .where(and(eq(notices.commentId, id), inArray(notices.kind, ['answer', 'comment', 'mention'])))
    await tx.delete(commentRevisions).where(eq(commentRevisions.commentId, id))
    await announceRemoval(tx, tagOfPlace(placeOf(found)))
    if (bemoaningId === null) return done
    await tx
      .update(bemoanings)
      .set({ remedyId: null })
      .where(and(eq(bemoanings.id, bemoaningId), eq(bemoanings.remedyId, id)))
    await recount(tx, bemoaningId)
    return done
  })
}
