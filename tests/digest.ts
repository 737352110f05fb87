import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { foldTags } from '@/lib/tag'

/** Rows that an act and its undo add on purpose, and rows that the server derives, folds or learns by itself. */
const apart = [
  'moderations',
  'decisions',
  'case_events',
  'rate_limits',
  'stat_deltas',
  'tag_deltas',
  'stat_totals',
  'search_words',
  'search_unlearnt',
  'search_changes',
]

/** Reads every row of all other tables, by table: two results are equal when nothing differs. */
export async function everyRow(): Promise<Record<string, string[]>> {
  await foldTags()
  const { rows } = await db().execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  const all: Record<string, string[]> = {}
  for (const { name } of rows.filter((row) => !apart.includes(row.name))) {
    const found = await db().execute<{ row: string }>(
      sql`select t::text as row from ${sql.identifier(name)} t order by 1`,
    )
    all[name] = found.rows.map(({ row }) => row)
  }
  return all
}

/** Returns the stored counts that differ from the rows; empty when all are right. */
export async function drift(): Promise<string[]> {
  const { audit } = await import('@/tools/admin/audit')
  const said: string[] = []
  await audit({ json: false, say: (line) => said.push(line), note: () => {} })
  return said.filter((line) => !line.startsWith('ok'))
}
