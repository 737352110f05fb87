import { and, eq, sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { isModerator } from '@/core/role'
import { bemoanings } from '@/db'
import { announceChange, announceRemoval } from '@/db/invalidate'
import { transact } from '@/db/retry'
import { lockRank, lockWritable, whyRefused } from '@/lib/bemoaning'
import { logModeration } from '@/lib/moderation-log'

/** Adds the ending of the viewer's own bemoaning: once, and for good. */
export async function addEnding(viewer: Viewer, id: number, ending: string): Promise<Result<null>> {
  demand(viewer, 'write')
  const refused = whyRefused(viewer, { ending })
  if (refused) return refused
  return transact(async (tx): Promise<Result<null>> => {
    const held = await lockWritable(tx, id, { author: viewer.id })
    if (!held.ok) return held
    const mine = eq(bemoanings.id, id)
    const [found] = await tx
      .select({ ended: sql<boolean>`${bemoanings.ending} is not null` })
      .from(bemoanings)
      .where(mine)
    if (!found) return fail('not-found', 'That isn’t one of your bemoanings.')
    if (found.ended) return fail('conflict', 'This bemoaning already has its ending. We kept your text.')
    await tx.update(bemoanings).set({ ending, endedAt: new Date() }).where(mine)
    await announceChange(tx, cacheTags.bemoaning(id))
    return ok(null)
  })
}

/** Removes an ending, for moderators, with the reason in the public log. */
export async function removeEnding(viewer: Viewer, id: number, reason: string): Promise<Result<null>> {
  demand(viewer, 'write')
  if (!isModerator(viewer)) return fail('forbidden', 'Only moderators can do this.')
  const gone = await transact(async (tx) => {
    await lockRank(tx, id)
    const rows = await tx
      .update(bemoanings)
      .set({ ending: null, endedAt: null })
      .where(and(eq(bemoanings.id, id), sql`${bemoanings.ending} is not null`))
      .returning({ id: bemoanings.id })
    if (rows.length === 0) return false
    await logModeration(tx, viewer, 'remove the ending', { bemoaningId: id }, reason)
    await announceRemoval(tx, cacheTags.bemoaning(id))
    return true
  })
  return gone ? ok(null) : fail('not-found', 'This bemoaning has no ending.')
}
