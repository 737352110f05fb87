import { sql } from 'drizzle-orm'
import { batch } from '@/core/batch'
import { type Connection, db, visitors, voters } from '@/db'
import { Statement } from '@/db/statement'

/** Creates a voter for a new visitor, whose cookie will hold its id, signed. */
export async function createVisitor(connection: Connection = db()): Promise<number> {
  const { rows } = await connection.execute<{ id: number }>(
    sql`
      with v as (insert into ${voters} default values returning id)
      insert into ${visitors} (voter_id)
      select id from v
      returning voter_id as id`,
  )
  const row = rows[0]
  if (!row) throw new Error('insert returned nothing')
  return row.id
}

const openStatement = new Statement(
  'open-visitors',
  sql`
    select voter_id
    from visitors
    where voter_id = any(${sql.placeholder('voters')}::bigint[])
      and claimed_by is null`,
)

/**
 * True if a visitor's cookie is still valid: its votes have not moved to an account, and it has not been idle for days.
 */
export const isOpenVisitor = batch(async (voterIds: readonly number[]) => {
  const open = new Set((await openStatement.rows({ voters: voterIds })).map(([id]) => Number(id)))
  return voterIds.map((id) => open.has(id))
})
