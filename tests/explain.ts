import { pool } from '@/db'

/** Tables that grow with the site: no listed query may scan one completely. */
const big = new Set([
  'bemoanings',
  'bemoaning_ranks',
  'bemoaning_tags',
  'votes',
  'comments',
  'comment_votes',
  'voters',
  'moderations',
  'cases',
  'search_bemoanings',
  'search_comments',
  'fix_proposals',
])

type Plan = {
  'Node Type': string
  'Relation Name'?: string
  'Shared Hit Blocks'?: number
  'Shared Read Blocks'?: number
  Plans?: Plan[]
}

/** @property name of a prepared statement, which connections plan once for all values */
export type Statement = { text: string; values: unknown[]; name?: string | undefined }

/** The cost of a statement: sequential scans, blocks touched, milliseconds, and the plan. */
export type Explained = { scans: string[]; buffers: number; ms: number; plan: unknown }

/** Records the statements that `work` sends. */
export async function recorded(work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = []
  const target = pool()
  const original = target.query
  target.query = function (this: typeof target, ...args: unknown[]) {
    const [query, values] = args as [{ text: string; name?: string } | string, unknown[] | undefined]
    statements.push({ ...(typeof query === 'string' ? { text: query } : query), values: values ?? [] })
    return Reflect.apply(original, this, args)
  } as typeof target.query
  try {
    await work()
  } finally {
    target.query = original
  }
  return statements
}

const scans = (plan: Plan): string[] => [
  ...(plan['Node Type'] === 'Seq Scan' && big.has(plan['Relation Name'] ?? '')
    ? [plan['Relation Name'] ?? '']
    : []),
  ...(plan.Plans ?? []).flatMap(scans),
]

type Row = { 'QUERY PLAN': [{ Plan: Plan; 'Execution Time': number; 'Planning Time': number }] }
const how = 'explain (analyze, buffers, format json)'

function read(rows: readonly Row[]): Explained {
  const found = rows[0]?.['QUERY PLAN'][0]
  if (!found) throw new Error('explain returned nothing')
  const { Plan: plan } = found
  return {
    scans: scans(plan),
    buffers: (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0),
    ms: found['Execution Time'] + found['Planning Time'],
    plan,
  }
}

/** Runs a statement and returns its cost. */
export async function explain({ text, values }: Statement): Promise<Explained> {
  return read((await pool().query<Row>(`${how} ${text}`, values)).rows)
}

/** The same for the generic plan, which a connection makes once without the values. */
export async function explainBlind({ text, values }: Statement): Promise<Explained> {
  const client = await pool().connect()
  try {
    await client.query('set plan_cache_mode = force_generic_plan')
    await client.query(`prepare blind as ${text}`)
    const literals = values.map((value) => {
      if (value === null) return 'null'
      return client.escapeLiteral(Array.isArray(value) ? `{${value}}` : String(value))
    })
    return read(
      (await client.query<Row>(`${how} execute blind${literals.length ? `(${literals})` : ''}`)).rows,
    )
  } finally {
    client.release(true)
  }
}
