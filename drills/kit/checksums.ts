import { createHash } from 'node:crypto'
import pg from 'pg'

/** Each table's number of rows and the MD5 of their ordered text. */
export type Sums = ReadonlyMap<string, { rows: number; md5: string }>

/** Reads the checksums of every table on a connection, which may be in a transaction. */
export async function checksums(client: pg.Client): Promise<Sums> {
  const { rows: tables } = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1",
  )
  const sums = new Map<string, { rows: number; md5: string }>()
  for (const { name } of tables) {
    const { rows } = await client.query<{ rows: number; md5: string }>(
      `select count(*)::int as rows, md5(coalesce(string_agg(whole::text, E'\\n' order by whole::text collate "C"), '')) as md5 from ${pg.escapeIdentifier(name)} whole`,
    )
    if (rows[0]) sums.set(name, rows[0])
  }
  return sums
}

/** Connects, runs `work` in one transaction on one snapshot, and disconnects. */
export async function atOneMoment<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** The current checksums of a database. */
export const checksumsOf = (url: string): Promise<Sums> => atOneMoment(url, checksums)

/** Returns the tables that differ between two databases. */
export const unlike = (one: Sums, other: Sums): string[] =>
  [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name)?.md5 !== other.get(name)?.md5)

/** Prints one line for each table with rows. */
export function printSums(sums: Sums): void {
  for (const [name, { rows, md5 }] of sums) if (rows > 0) console.log(`    ${md5}  ${name} (${rows})`)
}

/** Returns the number of tables and rows, and one checksum over all of them. */
export const digestOf = (sums: Sums): string => {
  const rows = [...sums.values()].reduce((sum, { rows }) => sum + rows, 0)
  const all = createHash('md5').update([...sums].map(([name, { md5 }]) => `${md5}  ${name}\n`).join(''))
  return `${sums.size} tables, ${rows} rows, md5 ${all.digest('hex').slice(0, 12)}`
}
