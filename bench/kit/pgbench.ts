import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

type Sent = { text: string; values: readonly unknown[] }

/** Records every statement sent to the database, `begin` and `commit` too. Must start before the first connection. */
export function recordStatements(): { take: () => Sent[] } {
  let sent: Sent[] = []
  const original = pg.Client.prototype.query
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [first, second] = args as [string | { text: string; values?: unknown[] }, unknown]
    sent.push({
      text: typeof first === 'string' ? first : first.text,
      values: Array.isArray(second) ? second : typeof first === 'string' ? [] : (first.values ?? []),
    })
    return Reflect.apply(original, this, args)
  } as typeof original
  return {
    take() {
      const taken = sent
      sent = []
      return taken
    },
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Returns a value as SQL, or the variable that `variables` gives for it. */
function literal(value: unknown, variables: ReadonlyMap<unknown, string>): string {
  const variable = variables.get(value)
  if (variable) return variable
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value instanceof Date) return quoted(value.toISOString())
  if (Array.isArray(value)) {
    const list = value.map((one) => (one === null ? 'NULL' : `"${String(one).replace(/["\\]/g, '\\$&')}"`))
    return quoted(`{${list.join(',')}}`)
  }
  return quoted(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

/** Writes statements as a pgbench script: values are inlined, except those that differ from run to run. */
export const scriptOf = (sent: readonly Sent[], variables: ReadonlyMap<unknown, string>): string =>
  sent
    .map(({ text, values }) =>
      text
        .replace(/\$(\d+)/g, (_, n: string) => literal(values[Number(n) - 1], variables))
        .replace(/\s+/g, ' ')
        // pgbench would read these as its own variables: character classes, which cost the same written out.
        .replaceAll('[:alnum:]', 'a-zA-Z0-9')
        .replaceAll('[:space:]', ' ')
        .concat(';'),
    )
    .join('\n')

export type Pgbench = { perSecond: number; failed: number } | null

/** Runs a script against the database in DATABASE_URL; null where there is no pgbench (Debian: postgresql-contrib). */
export function pgbench(script: string, { clients = 16, seconds = 6 } = {}): Pgbench {
  const url = new URL((process.env.DATABASE_URL ?? '').replace(/^postgres(ql)?:/, 'http:'))
  const file = join(mkdtempSync(join(tmpdir(), 'ibtsocs-pgbench-')), 'script.sql')
  writeFileSync(file, `${script}\n`)
  const host = url.searchParams.get('host') ?? url.hostname
  const run = spawnSync(
    'pgbench',
    `-n -M prepared -c ${clients} -j 1 -T ${seconds} --max-tries=10 -f ${file} -h ${host} -U ${url.username} ${url.pathname.slice(1)}`.split(
      ' ',
    ),
    { encoding: 'utf8', env: { ...process.env, PGPASSWORD: decodeURIComponent(url.password) } },
  )
  if (run.error) return null
  const perSecond = Number(/tps = ([\d.]+)/.exec(run.stdout)?.[1] ?? Number.NaN)
  if (!(perSecond > 0)) throw new Error(`pgbench: ${run.stdout}${run.stderr}`.slice(0, 2_000))
  return { perSecond, failed: Number(/failed transactions: (\d+)/.exec(run.stdout)?.[1] ?? 0) }
}
