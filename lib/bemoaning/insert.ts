import { bemoanings, bemoaningTags, ranks, type Transaction } from '@/db'

/** Inserts a bemoaning with its rank and tags. @returns its id */
export async function insertBemoaning(
  tx: Transaction,
  values: typeof bemoanings.$inferInsert,
  status: 'published' | 'pending',
  tags: readonly number[],
): Promise<number> {
  const [row] = await tx.insert(bemoanings).values(values).returning({ id: bemoanings.id })
  if (!row) throw new Error('insert returned nothing')
  await tx.insert(ranks).values({ id: row.id, status })
  await tx.insert(bemoaningTags).values(tags.map((tagId) => ({ bemoaningId: row.id, tagId })))
  return row.id
}
