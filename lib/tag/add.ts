import { sql } from 'drizzle-orm'
import { type Transaction, tags } from '@/db'

/** A tag to store. */
export type NewTag = { name: string; label: string; description: string; aliases: string[] }

/** Until the transaction ends, nobody else adds tags or changes their names. */
export const lockTagNames = (tx: Transaction) => tx.execute(sql`select pg_advisory_xact_lock(10241028)`)

/**
 * Ids are small, and for a long time every start used up one per tag. Before they run out, counting goes on from the
 * highest id.
 */
const spareIds = (tx: Transaction) =>
  tx.execute(sql`
    select setval('tags_id_seq', greatest((select max(id) from tags), 1))
      from tags_id_seq where last_value > 32000`)

/** Stores tags whose names and aliases are free. The caller holds `lockTagNames`. @returns their ids */
export async function addTags(tx: Transaction, rows: readonly NewTag[]): Promise<number[]> {
  if (rows.length === 0) return []
  await spareIds(tx)
  const made = await tx
    .insert(tags)
    .values([...rows])
    .returning({ id: tags.id })
  return made.map(({ id }) => id)
}
