import assert from 'node:assert/strict'
import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { db } from '@/db'
import type { RejectReason } from '@/lib/jury'
import { countPeople, judge, juryRules } from '@/lib/jury'
import { aBemoaning, aUser } from './makers'

/** Lets more people judge than a young site has: then eight verdicts decide. */
async function growUp(): Promise<void> {
  const missing = juryRules.young - (await countPeople())
  if (missing > 0) await manyUsers(missing)
}

/**
 * Creates a bemoaning that waits for the jury, as if its status had been edited.
 * @param young true: however few people the site has
 * @returns its id
 */
export async function aPending(author: Viewer, { anonymous = false, young = false } = {}): Promise<number> {
  if (!young) await growUp()
  const id = await aBemoaning(author)
  await db().execute(sql`delete from bemoaning_tags where bemoaning_id = ${id}`)
  await db().execute(sql`delete from bemoaning_ranks where id = ${id}`)
  await db().execute(sql`update bemoanings set anonymous = ${anonymous} where id = ${id}`)
  await db().execute(sql`insert into bemoaning_ranks (id, status) values (${id}, 'pending')`)
  await db().execute(
    sql`insert into bemoaning_tags (bemoaning_id, tag_id) select ${id}, id from tags where name = 'ci'`,
  )
  return id
}

export const manyUsers = (count: number): Promise<Viewer[]> =>
  Promise.all(Array.from({ length: count }, () => aUser()))

/** Gives the same verdict by each juror, one after the other. */
export async function allSay(
  jurors: readonly Viewer[],
  id: number,
  reason: RejectReason | null = null,
): Promise<void> {
  for (const juror of jurors) {
    const judged = await judge(juror, id, reason ? { verdict: 'reject', reason } : { verdict: 'publish' })
    assert.ok(judged.ok, judged.ok ? '' : judged.message)
  }
}

/** Returns the status of a bemoaning. */
export async function statusOf(id: number): Promise<string | undefined> {
  const { rows } = await db().execute<{ status: string }>(
    sql`select status from bemoaning_ranks where id = ${id}`,
  )
  return rows[0]?.status
}

/** Empties the queue. */
export const nothingWaits = () =>
  db().execute(sql`update bemoaning_ranks set status = 'removed' where status = 'pending'`)
