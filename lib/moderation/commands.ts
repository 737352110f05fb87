import { and, eq, inArray, sql } from 'drizzle-orm'
import { bemoanings, comments, db, ranks } from '@/db'
import { cacheTags } from '../cache-tags'
import { recount } from '../comment/counts'
import type { Viewer } from '../context'
import { dropTags } from '../drop'
import { countVerdicts } from '../jury/count'
import { notifyJudged } from '../notice/write'
import { fail, ok, type Result } from '../result'
import type { Status } from '../words'
import { isModerator, logModeration } from './log'

/** What a moderator does to a bemoaning: where it may stand before, and where it stands after. */
const moves = {
  remove: { from: ['published', 'pending'], to: 'removed' },
  restore: { from: ['removed', 'rejected'], to: 'published' },
  publish: { from: ['pending'], to: 'published' },
  reject: { from: ['pending'], to: 'rejected' },
} as const satisfies Record<string, { from: readonly Status[]; to: Status }>

export type Move = keyof typeof moves
export const moveNames = Object.keys(moves) as [Move, ...Move[]]

const notYours = fail('forbidden', 'Moderators do this.')

/** Moves a bemoaning to another status, with its reason, into the public log. */
export async function moderateBemoaning(
  viewer: Viewer,
  id: number,
  move: Move,
  reason: string,
): Promise<Result<{ body: string }>> {
  if (!isModerator(viewer)) return notYours
  const { from, to } = moves[move]
  const result = await db().transaction(async (tx): Promise<Result<{ body: string }>> => {
    const [row] = await tx
      .update(ranks)
      .set({ status: to })
      .where(
        and(
          eq(ranks.id, id),
          inArray(ranks.status, [...from]),
          // What its author took back has no text any more.
          sql`not exists (select 1 from ${bemoanings} where ${bemoanings.id} = ${id} and ${bemoanings.fingerprint} = '')`,
        ),
      )
      .returning({ id: ranks.id })
    if (!row)
      return fail('conflict', 'It does not stand where you saw it; somebody was faster. Load the page again.')
    await logModeration(tx, viewer, move, { bemoaningId: id }, reason)
    if (move !== 'remove') await countVerdicts(tx, id)
    if (move === 'publish' || move === 'reject')
      await notifyJudged(tx, to === 'published' ? to : 'rejected', id)
    const [text] = await tx.select({ body: bemoanings.body }).from(bemoanings).where(eq(bemoanings.id, id))
    return ok({ body: text?.body ?? '' })
  })
  if (result.ok) await dropTags(cacheTags.bemoaning(id))
  return result
}

/** Removes a comment; a stub stays where answers hang on it. */
export async function removeComment(
  viewer: Viewer,
  id: number,
  reason: string,
): Promise<Result<{ bemoaningId: number }>> {
  if (!isModerator(viewer)) return notYours
  const result = await db().transaction(async (tx): Promise<Result<{ bemoaningId: number }>> => {
    const [row] = await tx
      .select({ bemoaningId: comments.bemoaningId })
      .from(comments)
      .where(eq(comments.id, id))
    if (!row) return fail('not-found', 'There is no such comment.')
    // The rank first, as whoever comments does: two orders would wait for each other.
    await tx.select({ id: ranks.id }).from(ranks).where(eq(ranks.id, row.bemoaningId)).for('no key update')
    await tx.update(comments).set({ removedAt: new Date() }).where(eq(comments.id, id))
    await recount(tx, row.bemoaningId)
    await tx
      .update(bemoanings)
      .set({ remedyId: null })
      .where(and(eq(bemoanings.id, row.bemoaningId), eq(bemoanings.remedyId, id)))
    await logModeration(tx, viewer, 'remove', { commentId: id }, reason)
    return ok(row)
  })
  if (result.ok) await dropTags(cacheTags.bemoaning(result.value.bemoaningId))
  return result
}
