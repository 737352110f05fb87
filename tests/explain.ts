import { pool } from '@/db'

/** Tables that grow with the site: no listed query may read one from end to end. */
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
])

type Plan = {
  'Node Type': string
  'Relation Name'?: string
  'Shared Hit Blocks'?: number
  'Shared Read Blocks'?: number
  Plans?: Plan[]
}

/** @property name of a statement that connections plan once, whatever its values */
export type Statement = { text: string; values: unknown[]; name?: string | undefined }

/** What a statement costs: whole tables read, blocks touched, milliseconds, and how. */
export type Explained = { scans: string[]; buffers: number; ms: number; plan: unknown }

/** The statements that some work sends. */
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

/** Runs a statement and says what it cost. */
export async function explain({ text, values }: Statement): Promise<Explained> {
  return read((await pool().query<Row>(`${how} ${text}`, values)).rows)
}

/** The same for the plan that a connection makes once, without knowing the values. */
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
