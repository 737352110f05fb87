import { sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import type { Transaction } from '@/db'
import { fingerprintOf } from '@/text/duplicates'

/** Fingerprints by text: the same few texts are asked for with every post. */
const fingerprints = new LRUCache<string, string>({ max: 500 })

function fingerprintOnce(body: string): string {
  const made = fingerprints.get(body) ?? fingerprintOf(body)
  fingerprints.set(body, made)
  return made
}

/** The known text with this fingerprint that jurors are shown now, under its number. Null when there is none. */
export async function findKnownText(
  tx: Transaction,
  fingerprint: string,
): Promise<{ id: number; body: string } | null> {
  const { rows } = await tx.execute<{ id: number; body: string }>(
    sql`select number as id, body from jury_known where active and number is not null`,
  )
  return rows.find(({ body }) => fingerprintOnce(body) === fingerprint) ?? null
}
