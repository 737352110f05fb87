import { sql } from 'drizzle-orm'
import type { Transaction } from '@/db'

type NewText = {
  /** Null: nobody was signed in. */
  authorId: number | null
  anonymous: boolean
  body: string
  details: string | null
  detailsHtml: string | null
  fingerprint: string
}

/** Inserts a bemoaning with its rank and tags, in one round trip. @returns its id */
export async function insertBemoaning(
  tx: Transaction,
  text: NewText,
  status: 'published' | 'pending',
  tags: readonly number[],
): Promise<number> {
  const { rows } = await tx.execute<{ id: number }>(sql`
    select add_bemoaning(${text.authorId}, ${text.anonymous}, ${text.body}, ${text.details}, ${text.detailsHtml},
      ${text.fingerprint}, ${status}, ${sql.param([...tags])}) as id`)
  if (rows[0] === undefined) throw new Error('the insert returned nothing')
  return rows[0].id
}
