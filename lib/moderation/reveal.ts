import { eq } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import { fail, ok, type Result } from '@/core/result'
import { bemoanings, db, users } from '@/db'
import { announceChange } from '@/db/invalidate'
import { logModeration } from '@/lib/moderation-log'
import { notifyModerated } from '@/lib/notice'

/**
 * Looks up the author of an anonymous bemoaning, for the operator. The public log names the act and its reason, the
 * author is notified, and nothing else is written.
 * @returns the author's handle; null if the account is gone
 */
export async function revealAuthor(id: number, reason: string): Promise<Result<{ handle: string | null }>> {
  return db().transaction(async (tx): Promise<Result<{ handle: string | null }>> => {
    const [found] = await tx
      .select({ anonymous: bemoanings.anonymous, authorId: bemoanings.authorId, handle: users.handle })
      .from(bemoanings)
      .leftJoin(users, eq(users.id, bemoanings.authorId))
      .where(eq(bemoanings.id, id))
    if (!found) return fail('not-found', `We can’t find bemoaning ${id}.`)
    if (!found.anonymous) return fail('conflict', `#${id} isn’t anonymous. Its page names its author.`)
    const actId = await logModeration(tx, null, 'reveal', { bemoaningId: id, actor: 'operator' }, reason)
    if (found.authorId !== null)
      await notifyModerated(tx, 'moderated', [found.authorId], { bemoaningId: id, commentId: null }, actId)
    await announceChange(tx, cacheTags.log)
    return ok({ handle: found.handle })
  })
}
