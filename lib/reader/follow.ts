import { and, eq } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import type { WatchLevel } from '@/core/vocabulary'
import { db, ranks, watches } from '@/db'

/** Sets how much of a thread the viewer is notified about. @param level null: the default for their part in it */
export async function watch(
  viewer: Viewer,
  bemoaningId: number,
  level: WatchLevel | null,
): Promise<Result<{ level: WatchLevel | null }>> {
  demand(viewer, 'write')
  if (level === null) {
    await db()
      .delete(watches)
      .where(and(eq(watches.userId, viewer.id), eq(watches.bemoaningId, bemoaningId)))
    return ok({ level })
  }
  const [found] = await db()
    .select({ id: ranks.id })
    .from(ranks)
    .where(and(eq(ranks.id, bemoaningId), eq(ranks.status, 'published')))
  if (!found) return fail('not-found', 'We can’t find that bemoaning.')
  await db()
    .insert(watches)
    .values({ userId: viewer.id, bemoaningId, level })
    .onConflictDoUpdate({ target: [watches.userId, watches.bemoaningId], set: { level } })
  return ok({ level })
}
