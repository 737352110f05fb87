import { sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import type { Transaction } from '@/db'
import { fingerprintOf } from '@/text/duplicates'

/** Fingerprints by text: each post compares the same few texts. */
const fingerprints = new LRUCache<string, string>({ max: 500 })

function fingerprintOnce(body: string): string {
  const made = fingerprints.get(body) ?? fingerprintOf(body)
  fingerprints.set(body, made)
  return made
}

/** Returns the known text with this fingerprint that jurors are shown now, under its number; null if none. */
export async function findKnownText(
  tx: Transaction,
  fingerprint: string,
): Promise<{ id: number; body: string } | null> {
  const { rows } = await tx.execute<{ id: number; body: string }>(
    sql`select number as id, body from jury_known where active and number is not null`,
  )
  return rows.find(({ body }) => fingerprintOnce(body) === fingerprint) ?? null
}
