import { sql } from 'drizzle-orm'
import { db } from '@/db'

/** Milliseconds until appended votes are in the counts. */
const soon = 200

let planned = false

/** Brings votes that were appended into the counts; of several processes one does it. @returns how many */
export async function foldVotes(): Promise<number> {
  const { rows } = await db().execute<{ n: number }>(sql`select fold_votes() as n`)
  return rows[0]?.n ?? 0
}

/** Has them folded in a moment. What fails, the job of every second does again (server/jobs.ts). */
export function foldSoon(): void {
  if (planned) return
  planned = true
  const timer = setTimeout(() => {
    planned = false
    foldVotes().catch(() => {})
  }, soon)
  timer.unref()
}
