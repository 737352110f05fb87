import { sql } from 'drizzle-orm'
import { retention } from '@/core/retention'
import type { Transaction } from '@/db'
import { retrying } from '@/db/retry'
import { Statement } from '@/db/statement'
import type { Once } from './once'

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

/** Why `write_bemoaning` wrote nothing. `used`: by an earlier request with the same key. */
type Outcome = 'made' | 'used' | 'duplicate' | 'unknown-tag'
/** `subject`: the tags in order, with commas between; or the body of the duplicate, or the unknown tag. */
export type Inserted = { outcome: Outcome; id: number; subject: string; epoch: number }

const value = sql.placeholder
const write = new Statement(
  'write bemoaning',
  sql`
    select outcome, made, subject, made_epoch
      from write_bemoaning(${value('authorId')}, ${value('anonymous')}, ${value('body')}, ${value('details')}, ${value('detailsHtml')},
        ${value('fingerprint')}, ${value('status')}, ${value('tags')}, ${value('key')}, ${value('request')},
        make_interval(days => ${sql.raw(String(retention.idempotencyKey))}))`,
)

/**
 * Inserts a bemoaning unless the same text has been bemoaned, a tag is unknown or its key has been used, in a
 * transaction of its own: one round trip.
 * @param tags their names
 */
export async function writeBemoaning(
  { anonymous, ...text }: NewText,
  status: 'published' | 'pending',
  tags: readonly string[],
  once: Once | null,
): Promise<Inserted> {
  const values = {
    ...text,
    anonymous: String(anonymous),
    status,
    tags,
    key: once?.key ?? null,
    request: once?.request ?? null,
  }
  const [row] = await retrying(() => write.rows(values))
  if (row === undefined) throw new Error('write_bemoaning returned nothing')
  const [outcome, id, subject, epoch] = row
  return { outcome: outcome as Outcome, id: Number(id), subject: subject ?? '', epoch: Number(epoch) }
}
