import { mkdirSync, writeFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { emptyContext, withContext } from '@/core/context'
import { feeds } from '@/core/feeds'
import { db } from '@/db'
import { drawRandom, findPermalink, listBemoanings, newestBodies } from '@/lib/bemoaning'
import { listComments } from '@/lib/comment'
import { findSimilar, searchBemoanings } from '@/lib/search'
import { readState } from '@/lib/state'
import { findTag } from '@/lib/tag'
import { findProfile } from '@/lib/user'
import { type Explained, explain, recorded } from '@/tests/explain'
import { aUser } from '@/tests/makers'
import { startFilled } from './kit/database'
import { drawGrowth, keepGrowth } from './kit/growth'
import { thicken } from './kit/thicken'

/**
 * Measures each listed query as the site grows: `npm run bench -- growth [bemoanings]`, 100,000 by default. Every
 * bemoaning has about 20 votes and 5 comments. Earlier sizes stay in bench/results/growth.json and in the chart; plans
 * are written to bench/results/growth-<size>.json.
 */
const size = Number(process.argv[2] ?? 100_000)
const rounds = 5

const began = Date.now()
const database = await startFilled(size)
await thicken(size)
console.log(`filled in ${Math.round((Date.now() - began) / 1_000)} s`)
const tag = await findTag('ci')
const author = (
  await db().execute<{ id: number; handle: string }>(sql`select id, handle from users order by id limit 1`)
).rows[0]
if (!tag || !author) throw new Error('the database was not filled')
const made = await aUser()
const [, newest] = feeds
if (!newest) throw new Error('there are no feeds')
const viewer = {
  ...made,
  follows: [1, 2, 3, 5, 8, 13],
  mutes: { users: [7, 9], tags: [4], tagNames: [], words: ['marmalade'] },
}
const asViewer = (work: () => Promise<unknown>) => () =>
  withContext({ ...emptyContext(), viewer, shared: false }, work)

const queries: [name: string, work: () => Promise<unknown>][] = [
  ...feeds.map((feed): [string, () => Promise<unknown>] => [feed.path, () => listBemoanings({ feed })]),
  ['tag', () => listBemoanings({ feed: newest, tag })],
  ['author', () => listBemoanings({ feed: newest, author })],
  ['profile', () => findProfile(author.handle)],
  ['permalink', () => findPermalink(size / 2)],
  ['comments', () => listComments(size / 2, null)],
  ['random', () => drawRandom([1, 2, 3])],
  ['fortune', () => newestBodies(1_000)],
  ['state, year', () => readState('year')],
  ['search: printer', () => searchBemoanings('printer')],
  ['search: marmalade', () => searchBemoanings('marmalade')],
  ['similar', () => findSimilar('The marmalade in the server room has become sentient again today')],
  [
    '/top/year, muted',
    asViewer(() => listBemoanings({ feed: { name: 'top', order: 'top', window: 'year' } })),
  ],
  ['new, muted', asViewer(() => listBemoanings({ feed: newest }))],
  [
    'following',
    asViewer(() => listBemoanings({ feed: { name: 'following', order: 'new' }, followedBy: made.id })),
  ],
]

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const rows: { name: string; ms: number; buffers: number; scans: string[]; plans: unknown[] }[] = []
for (const [name, work] of queries) {
  const statements = await recorded(work)
  const costs: Explained[][] = []
  for (let round = 0; round < rounds; round += 1) {
    const each: Explained[] = []
    for (const statement of statements) each.push(await explain(statement))
    costs.push(each)
  }
  const last = costs.at(-1) ?? []
  const row = {
    name,
    ms: median(costs.map((each) => each.reduce((sum, { ms }) => sum + ms, 0))),
    buffers: Math.max(0, ...last.map(({ buffers }) => buffers)),
    scans: last.flatMap(({ scans }) => scans),
    plans: last.map(({ plan }) => plan),
  }
  rows.push(row)
  console.log(
    `${name.padEnd(26)} ${row.ms.toFixed(2).padStart(9)} ms ${String(row.buffers).padStart(7)} buffers ${row.scans.join(' ')}`,
  )
}
mkdirSync('bench/results', { recursive: true })
writeFileSync(`bench/results/growth-${size}.json`, `${JSON.stringify({ size, rows }, null, 1)}\n`)
const sizes = keepGrowth(size, rows)
await database.stop()
drawGrowth(sizes)
