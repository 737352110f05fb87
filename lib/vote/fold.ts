import { sql } from 'drizzle-orm'
import { db } from '@/db'

/** Milliseconds until appended votes are counted. */
const soon = 200

let planned = false

/** Folds appended votes into the counts; of concurrent processes one does it. @returns how many */
export async function foldVotes(): Promise<number> {
  const { rows } = await db().execute<{ n: number }>(sql`select fold_votes() as n`)
  return rows[0]?.n ?? 0
}

/** Schedules a fold. If it fails, the job of every second repeats it (server/jobs.ts). */
export function foldSoon(): void {
  if (planned) return
  planned = true
  const timer = setTimeout(() => {
    planned = false
    foldVotes().catch(() => {})
  }, soon)
  timer.unref()
}
