import { sql } from 'drizzle-orm'
import { db } from '@/db'

/** The tables that a filled database is made of. */
const large = [
  'bemoanings',
  'bemoaning_ranks',
  'bemoaning_tags',
  'votes',
  'comments',
  'comment_votes',
  'search_bemoanings',
  'search_comments',
]

/** Documents that one statement writes, and statements at once. */
const [chunk, lanes] = [20_000, 2]

const words = {
  bemoaning: ['search_bemoanings', 'id, epoch'],
  comment: ['search_comments', 'id, bemoaning_id, epoch'],
} as const
const documents = { bemoaning: 'search_documents', comment: 'search_comment_documents' } as const

/** Writes the search rows of one range of ids. */
async function writeDocuments(kind: keyof typeof words, from: number): Promise<void> {
  const [table, columns] = words[kind]
  const [source, id] = kind === 'bemoaning' ? ['bemoaning_ranks', 'id'] : ['comments', 'id']
  await db().transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = 'replica'`)
    await tx.execute(sql`set local statement_timeout = '1800s'`)
    await tx.execute(sql`
      insert into ${sql.raw(table)} (${sql.raw(columns)}, search)
      select ${sql.raw(columns)}, search
        from ${sql.raw(documents[kind])}(array(select ${sql.raw(id)} from ${sql.raw(source)} where id between ${from} and ${from + chunk - 1}))`)
  })
}

/** Indexes everything for search, in ranges of ids, several at once. */
export async function indexAll(bemoanings: number): Promise<void> {
  await db().execute(sql`delete from search_changes`)
  const starts = Array.from({ length: Math.ceil(bemoanings / chunk) }, (_, n) => 1 + n * chunk)
  const work = starts.flatMap((from) => [
    () => writeDocuments('bemoaning', from),
    () => writeDocuments('comment', from),
  ])
  const lane = async (): Promise<void> => {
    for (let next = work.shift(); next; next = work.shift()) await next()
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  await db().execute(sql`
    insert into search_unlearnt (id, comment) select id, false from search_bemoanings union all select id, true from search_comments
    on conflict do nothing`)
}

/**
 * Does some work without the indexes of the large tables, except those of constraints, and builds them again: adding to
 * each of them for every row takes several times as long.
 */
export async function withoutIndexes(work: () => Promise<void>): Promise<void> {
  const { rows } = await db().execute<{ name: string; statement: string }>(sql`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as statement
      from pg_index i join pg_class c on c.oid = i.indrelid
     where c.relname = any(${sql.param(large)}::text[]) and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)`)
  for (const { name } of rows) await db().execute(sql.raw(`drop index ${name}`))
  await work()
  await db().transaction(async (tx) => {
    await tx.execute(sql`set local statement_timeout = '3600s'`)
    await tx.execute(sql`set local maintenance_work_mem = '512MB'`)
    for (const { statement } of rows) await tx.execute(sql.raw(statement))
  })
}
