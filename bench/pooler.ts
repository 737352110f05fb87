import { mkdirSync, writeFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { closePool, db, pool } from '@/db'
import { findPermalink } from '@/lib/bemoaning'
import { castVote, createVisitor } from '@/lib/vote'
import { Bouncer, bouncerMissing } from '@/tests/http/bouncer'
import { startFilled } from './kit/database'

/**
 * Measures what a pooler costs: a read by a named statement, a vote, and a transaction of three statements, by 8 at a
 * time, through Debian's PgBouncer in each mode beside a direct connection. The ways take turns, so that a busy machine
 * slows all of them. `npm run bench -- pooler [rounds]`, 6 by default, each of a second.
 */
const rounds = Number(process.argv[2] ?? 6)
const [clients, size] = [8, 500]

if (bouncerMissing) {
  console.error(bouncerMissing)
  process.exit(1)
}
const database = await startFilled(size)
const direct = process.env.DATABASE_URL ?? ''
const visitors: number[] = []
for (let n = 0; n < 200; n += 1) visitors.push(await createVisitor())
const { rows } = await pool().query<{ id: number }>(
  "select id from bemoaning_ranks where status = 'published' limit 200",
)
const pick = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)] as T
const someId = () => pick(rows).id

const works: Record<string, () => Promise<unknown>> = {
  read: () => findPermalink(someId()),
  vote: () => castVote(pick(visitors), someId(), pick(['bemoan', 'self_inflicted', null])),
  transaction: () =>
    db().transaction(async (tx) => {
      for (let n = 0; n < 3; n += 1) await tx.execute(sql`select ${n}::int`)
    }),
}

type Way = { name: string; url: string; direct?: string; prepare?: '0' | '1' }
const session = await Bouncer.start(direct, 'session', clients + 2)
const transaction = await Bouncer.start(direct, 'transaction', clients + 2)
const ways: readonly Way[] = [
  { name: 'direct', url: direct },
  { name: 'direct, no names', url: direct, prepare: '0' },
  { name: 'session mode', url: session.url, direct, prepare: '1' },
  { name: 'transaction mode', url: transaction.url, direct },
]

async function go({ url, direct: past = '', prepare = undefined }: Way): Promise<void> {
  await closePool()
  process.env.DATABASE_URL = url
  process.env.DATABASE_DIRECT_URL = past
  process.env.DATABASE_PREPARE = prepare ?? ''
  process.env.POOL_MAX = String(clients)
}

/** Repeats work for a time. @returns how often it was done in a second */
async function rate(work: () => Promise<unknown>, ms: number): Promise<number> {
  const began = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() - began < ms) {
        await work()
        done += 1
      }
    }),
  )
  return (done / (performance.now() - began)) * 1_000
}

const median = (all: readonly number[]): number =>
  [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0
const rates = new Map<string, number[]>()
for (let round = 0; round <= rounds; round += 1)
  for (const way of ways) {
    await go(way)
    for (const [name, work] of Object.entries(works)) {
      await rate(work, 150)
      const found = await rate(work, 1_000)
      // The first round only warms up.
      const key = `${name} ${way.name}`
      if (round > 0) rates.set(key, [...(rates.get(key) ?? []), found])
    }
  }

const results = Object.keys(works).flatMap((name) =>
  ways.map((way) => {
    const all = rates.get(`${name} ${way.name}`) ?? []
    const base = rates.get(`${name} direct`) ?? []
    return {
      work: name,
      way: way.name,
      perSecond: Math.round(median(all)),
      ratio: Math.round(median(all.map((each, n) => each / (base[n] ?? 1))) * 100) / 100,
    }
  }),
)
for (const { work, way, perSecond, ratio } of results)
  console.log(
    `${work.padEnd(12)} ${way.padEnd(18)} ${String(perSecond).padStart(7)} a second   ${ratio} of direct`,
  )
await go({ name: 'direct', url: direct })
await session.end()
await transaction.end()
await database.stop()
mkdirSync('bench/results', { recursive: true })
writeFileSync(
  'bench/results/pooler.json',
  `${JSON.stringify({ made: new Date().toISOString(), node: process.version, clients, rounds, results }, null, 2)}\n`,
)
process.exit(0)
