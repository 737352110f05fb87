import pg from 'pg'

/** Returns the names of all tables with data. */
export async function tableNames(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1",
  )
  return rows.map(({ name }) => name)
}

/** Returns the columns with data of their own, which excludes generated ones. */
export async function columnNames(client: pg.ClientBase, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position",
    [table],
  )
  return rows.map(({ name }) => name)
}

/** Returns the number of applied migrations, which is the schema's number; 0 for an empty database. */
export async function migrationsOf(client: pg.ClientBase): Promise<number> {
  const { rows: found } = await client.query<{ there: boolean }>(
    "select to_regclass('drizzle.__drizzle_migrations') is not null as there",
  )
  if (!found[0]?.there) return 0
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::int as count from drizzle.__drizzle_migrations',
  )
  return rows[0]?.count ?? 0
}

/** Returns the server's major version. */
export async function majorOf(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ major: number }>(
    "select current_setting('server_version_num')::int / 10000 as major",
  )
  return rows[0]?.major ?? 0
}

/** The tables whose rows a restore is compared with: what people have written. */
const counted = ['bemoanings', 'comments', 'users', 'votes']

/** Returns the numbers of rows of the main tables that this schema has. */
export async function countsOf(client: pg.ClientBase): Promise<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const name of (await tableNames(client)).filter((each) => counted.includes(each))) {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from public.${pg.escapeIdentifier(name)}`,
    )
    counts.set(name, rows[0]?.n ?? 0)
  }
  return Object.fromEntries(counts)
}
