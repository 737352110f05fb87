import { and, eq, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { isModerator } from '@/core/role'
import { caseEvents, cases, db, users } from '@/db'
import { notYours } from '../acts/decide'
import { claimsHoldSince } from './clauses'

const missing = fail('not-found', 'We can’t find that case.')

/** Claims a case, so that others leave it alone for an hour, or releases it. Idempotent. */
export async function claimCase(viewer: Viewer, id: number, on: boolean): Promise<Result<null>> {
  demand(viewer, 'write')
  if (!isModerator(viewer)) return notYours
  return db().transaction(async (tx): Promise<Result<null>> => {
    const [row] = await tx
      .select({
        status: cases.status,
        claimedBy: cases.claimedBy,
        claimer: sql<
          string | null
        >`(select ${users.handle} from ${users} where ${users.id} = ${cases.claimedBy})`,
        fresh: sql<boolean>`coalesce(${cases.claimedAt} > ${claimsHoldSince}, false)`,
      })
      .from(cases)
      .where(eq(cases.id, id))
      .for('update')
    if (!row) return missing
    if (row.status !== 'open') return fail('conflict', 'This case has already been decided.')
    const mine = row.claimedBy === viewer.id
    if (!on && !mine) return ok(null)
    if (on && !mine && row.claimedBy !== null && row.fresh)
      return fail('conflict', `${row.claimer ?? 'Somebody'} was faster and has already taken this case.`)
    await tx
      .update(cases)
      .set(on ? { claimedBy: viewer.id, claimedAt: sql`now()` } : { claimedBy: null, claimedAt: null })
      .where(eq(cases.id, id))
    if (!(on && mine))
      await tx.insert(caseEvents).values({ caseId: id, userId: viewer.id, kind: on ? 'claim' : 'release' })
    return ok(null)
  })
}

/** Adds a note that only moderators can read. */
export async function noteCase(viewer: Viewer, id: number, note: string): Promise<Result<null>> {
  demand(viewer, 'write')
  if (!isModerator(viewer)) return notYours
  return db().transaction(async (tx): Promise<Result<null>> => {
    const [row] = await tx
      .select({ id: cases.id })
      .from(cases)
      .where(and(eq(cases.id, id)))
      .for('key share')
    if (!row) return missing
    await tx.insert(caseEvents).values({ caseId: id, userId: viewer.id, kind: 'note', body: note })
    return ok(null)
  })
}
