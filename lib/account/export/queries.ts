import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { absolute, siteTitle } from '@/core/site'
import { db } from '@/db'
import { type SectionName, sectionNames, sections } from './sections'

export type Row = Record<string, unknown>

/** Everything about one person at one moment. */
export type Export = { site: string; address: string; made_at: string } & Record<SectionName, Row[]>

/** Reads a person's export in one statement. */
export async function readExport({ id, voterId }: Pick<Viewer, 'id' | 'voterId'>): Promise<Export> {
  const whose = { me: sql`${id}::bigint`, voter: sql`${voterId}::bigint` }
  const parts = sectionNames.map(
    (name) =>
      sql`
        select ${name}::text as name, (
          select coalesce(json_agg(row_to_json(x)), '[]')
          from (${sections[name].rows(whose)}) x
        ) as rows`,
  )
  const { rows } = await db().execute<{ name: SectionName; rows: Row[] }>(sql.join(parts, sql` union all `))
  const found = Object.fromEntries(rows.map(({ name, rows: all }) => [name, all])) as Record<
    SectionName,
    Row[]
  >
  return { site: siteTitle, address: absolute('/'), made_at: new Date().toISOString(), ...found }
}
