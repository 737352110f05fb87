// Updates docs/performance.md from bench/results/: `npm run bench -- report`. Writes the tables between marks, and the
// charts.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { drawBars } from './kit/bars'
import { drawGrowth, readGrowth } from './kit/growth'
import { sshResult, sshRows } from './kit/ssh-table'

const figures = z.object({
  perSecond: z.number().nullable(),
  p50: z.number().nullable(),
  p99: z.number().nullable(),
  cpuMs: z.number().nullable(),
  postgresMs: z.number().nullable(),
})
const reads = z.object({
  rows: z.array(
    figures.extend({
      page: z.string(),
      mode: z.string(),
      bytes: z.number(),
      statements: z.number().optional(),
      madeByNext: z.number().optional(),
      against: figures.optional(),
      bare: figures.optional(),
      nginx: figures.optional(),
    }),
  ),
})
const writes = z.object({
  results: z.record(
    z.string(),
    figures.extend({
      pgbench: z.object({ perSecond: z.number() }).nullable(),
      ratio: z.number().nullable(),
      waiting: z.number().optional(),
    }),
  ),
})
const web = z.object({
  rows: z.array(
    z.object({
      page: z.string(),
      kind: z.string(),
      bytes: z.number(),
      script: z.number(),
      requests: z.number(),
      foreign: z.number(),
      lcp: z.number(),
      cls: z.number(),
      inp: z.number(),
    }),
  ),
})
const start = z.record(z.string(), z.union([z.string(), z.number()]))

function result<T>(name: string, schema: z.ZodType<T>): T | null {
  const file = `bench/results/${name}.json`
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null
}

const shown = (value: number | null | undefined, digits = 0): string =>
  value === null || value === undefined
    ? ''
    : value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [
    `| ${heads.join(' | ')} |`,
    `|${heads.map((_, i) => (i === 0 ? '---' : '--:')).join('|')}|`,
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n')

let text = readFileSync('docs/performance.md', 'utf8')
function put(mark: string, content: string): void {
  const pattern = new RegExp(`(<!-- ${mark} -->\n)[\\s\\S]*?(<!-- end -->)`)
  if (!pattern.test(text)) throw new Error(`docs/performance.md has no place for ${mark}`)
  text = text.replace(pattern, (_, begin: string, end: string) => `${begin}${content}\n${end}`)
}

const growth = readGrowth()
const largest = growth.at(-1)
if (largest) {
  drawGrowth(growth)
  const count = (size: number) => shown(size)
  put(
    'growth',
    table(
      [
        'query',
        ...growth.flatMap(({ size }) => [`blocks at ${count(size)}`]),
        `ms at ${count(largest.size)}`,
      ],
      largest.rows.map(({ name, ms }) => [
        name,
        ...growth.map(({ rows }) => shown(rows.find((row) => row.name === name)?.buffers)),
        shown(ms, 1),
      ]),
    ),
  )
}

const read = result('read', reads)
if (read) {
  put(
    'read',
    table(
      [
        'page',
        '',
        'a second',
        'p99, ms',
        'CPU, ms',
        'in Postgres, ms',
        'statements',
        'bare Node',
        'ratio',
        'nginx',
        'made by Next',
        'before',
        'times',
        'CPU before, ms',
      ],
      read.rows.map((row) => [
        row.page,
        row.mode,
        shown(row.perSecond),
        shown(row.p99, 1),
        shown(row.cpuMs, 3),
        row.mode === 'cached' ? '0' : shown(row.postgresMs, 2),
        row.mode === 'cached' ? '0' : shown(row.statements),
        shown(row.bare?.perSecond),
        row.bare?.perSecond ? shown((row.perSecond ?? 0) / row.bare.perSecond, 2) : '',
        shown(row.nginx?.perSecond),
        shown(row.madeByNext),
        shown(row.against?.perSecond),
        row.against?.perSecond ? shown((row.perSecond ?? 0) / row.against.perSecond, 1) : '',
        shown(row.against?.cpuMs, 2),
      ]),
    ),
  )
  writeFileSync(
    'docs/read.svg',
    drawBars(
      'Shared pages a second, 16 clients, gzip, one process each',
      ['the site', 'bare Node, same bytes', 'nginx, same bytes'],
      read.rows
        .filter(({ mode }) => mode === 'cached')
        .map((row) => ({
          name: row.page,
          values: [row.perSecond, row.bare?.perSecond ?? null, row.nginx?.perSecond ?? null],
        })),
    ),
  )
}
const write = result('write', writes)
if (write) {
  const rows = Object.entries(write.results)
  put(
    'write',
    table(
      [
        'what',
        'a second',
        'p50, ms',
        'p99, ms',
        'CPU, ms',
        'in Postgres, ms',
        'pgbench',
        'ratio',
        'left to fold',
      ],
      rows.map(([name, row]) => [
        name,
        shown(row.perSecond),
        shown(row.p50, 1),
        shown(row.p99, 1),
        shown(row.cpuMs, 2),
        shown(row.postgresMs, 2),
        shown(row.pgbench?.perSecond),
        shown(row.ratio, 2),
        shown(row.waiting),
      ]),
    ),
  )
  writeFileSync(
    'docs/write.svg',
    drawBars(
      'Writes a second, 16 clients',
      ['through HTTP', 'pgbench, same statements'],
      rows.map(([name, row]) => ({ name, values: [row.perSecond, row.pgbench?.perSecond ?? null] })),
    ),
  )
}
const visits = result('web', web)
if (visits)
  put(
    'web',
    table(
      ['page', '', 'kB', 'script, kB', 'requests', 'elsewhere', 'LCP, ms', 'CLS', 'INP, ms'],
      visits.rows.map((row) => [
        row.page,
        row.kind,
        shown(row.bytes / 1_000, 1),
        shown(row.script / 1_000, 1),
        shown(row.requests),
        shown(row.foreign),
        shown(row.lcp),
        shown(row.cls, 3),
        row.inp < 16 ? 'under 16' : shown(row.inp),
      ]),
    ),
  )
const started = result('start', start)
if (started) {
  const names: [key: string, name: string][] = [
    ['firstStartSeconds', '`npm start` in a fresh clone with an empty home, seconds'],
    ['secondStartSeconds', 'the next start, seconds'],
    ['nodeAtRestMB', 'Node at rest, MB'],
    ['nodeUnderLoadMB', 'Node under load, MB at most'],
    ['postgresAtRestMB', 'Postgres at rest, MB'],
    ['postgresUnderLoadMB', 'Postgres under load, MB at most'],
  ]
  put(
    'start',
    table(
      ['', ''],
      names.map(([key, name]) => [name, shown(Number(started[key]), key.endsWith('MB') ? 0 : 1)]),
    ),
  )
}
const ssh = result('ssh', sshResult)
if (ssh)
  put(
    'ssh',
    table(
      ['', ''],
      sshRows(ssh).map(([name, figure]) => [name, shown(figure, 1)]),
    ),
  )
writeFileSync('docs/performance.md', text)
