import { and, eq } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { db, ranks, saved } from '@/db'

/** Saves a bemoaning for later, or removes it from the saved ones. Idempotent. */
export async function saveBemoaning(
  viewer: Viewer,
  id: number,
  on: boolean,
): Promise<Result<{ saved: boolean }>> {
  demand(viewer, 'write')
  if (!on) {
    await db()
      .delete(saved)
      .where(and(eq(saved.userId, viewer.id), eq(saved.bemoaningId, id)))
    return ok({ saved: false })
  }
  const [found] = await db()
    .select({ id: ranks.id })
    .from(ranks)
    .where(and(eq(ranks.id, id), eq(ranks.status, 'published')))
  if (!found) return fail('not-found', 'We can’t find that bemoaning.')
  await db().insert(saved).values({ userId: viewer.id, bemoaningId: id }).onConflictDoNothing()
  return ok({ saved: true })
}
