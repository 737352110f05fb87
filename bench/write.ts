import { mkdirSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { visitorCookie } from '@/core/cookies'
import { db } from '@/db'
import { bemoan } from '@/lib/bemoaning'
import { comment } from '@/lib/comment'
import { setSetting } from '@/lib/setting'
import { issueToken } from '@/lib/user'
import { createVisitor } from '@/lib/vote'
import { aUser } from '@/tests/makers'
import { fingerprintOf } from '@/text/duplicates'
import { renderMarkdown } from '@/text/markdown'
import { startFilled } from './kit/database'
import { type Pgbench, pgbench, recordStatements, scriptOf } from './kit/pgbench'
import { cpuSeconds, databaseSeconds, startSite } from './kit/site'
import { fire, type Load, wired } from './kit/wire'

/**
 * Measures writes through HTTP with 16 clients: votes on one bemoaning and on many, each changing the one before, so
 * that all of them change counts; comments; bemoanings. Next to each, `pgbench` with the statements that one of them
 * sends. `npm run bench -- write [seconds]`, 6 by default.
 */
const seconds = Number(process.argv[2] ?? 6)
const [clients, voters, size] = [16, 400, 1_000]

type Result = Load & {
  cpuMs: number
  postgresMs: number
  pgbench: Pgbench
  ratio: number | null
  waiting?: number
}
const results: Record<string, Result> = {}

const recorder = recordStatements()
const database = await startFilled(size)
await setSetting('rate-limits', 'off')
const visitors: number[] = []
for (let i = 0; i < voters; i += 1) visitors.push(await createVisitor())
const people = await Promise.all(Array.from({ length: 40 }, () => aUser({ ageDays: 30 })))
const tokens = await Promise.all(people.map(({ id }) => issueToken(id, 'bench')))
const cookies = visitors.map((id) => visitorCookie(id).split(';')[0] ?? '')
const [someone] = people
if (!someone) throw new Error('no user was created')

/** The statements of a comment and of a bemoaning, as pgbench scripts. */
async function scripts(): Promise<{ comment: string; post: string }> {
  const number = '\\set r random(1, 1000000000)\n'
  const body = 'It was the cache again, and nobody believes it, in run'
  const inRun = `concat('${body} ', :r::text)`
  recorder.take()
  const said = await comment(someone as NonNullable<typeof someone>, 777, { body })
  if (!said.ok) throw new Error(said.message)
  const forComment = scriptOf(
    recorder.take(),
    new Map<unknown, string>([
      [said.value.id, ':id::bigint'],
      [777, ':b::bigint'],
      [body, inRun],
      [renderMarkdown(body), `concat('<p>', ${inRun}, '</p>')`],
    ]),
  ).replace(/(nextval\([^;]*);/, '$1 \\gset')
  const made = await bemoan(someone as NonNullable<typeof someone>, { body, tags: ['ci'] })
  if (!made.ok) throw new Error(made.message)
  const forPost = scriptOf(
    recorder.take(),
    new Map<unknown, string>([
      [made.value.id, ':id::bigint'],
      [body, inRun],
      [fingerprintOf(body), `md5(${inRun})`],
    ]),
  ).replace(/(returning "id");/, '$1 \\gset')
  return { comment: `${number}\\set b random(1, ${size})\n${forComment}`, post: `${number}${forPost}` }
}

async function measure(
  name: string,
  { origin, pid }: { origin: string; pid: number },
  next: (n: number) => Buffer,
  status: number,
  script: string,
): Promise<void> {
  await fire(origin, next, { at: clients, seconds: 2, status })
  const before = [cpuSeconds(pid), databaseSeconds(database.pid)] as const
  const made = await fire(origin, (n) => next(n + 1_000_000), { at: clients, seconds, status })
  const each = (since: number, now: number) => ((now - since) * 1_000) / made.requests
  const costs = {
    cpuMs: each(before[0], cpuSeconds(pid)),
    postgresMs: each(before[1], databaseSeconds(database.pid)),
  }
  let waiting: number | undefined
  if (name.startsWith('votes')) {
    // Acknowledged votes are stored, and counted within a second.
    await sleep(1_200)
    const { rows } = await db().execute<{ n: number }>(sql`select count(*)::int as n from vote_deltas`)
    waiting = rows[0]?.n ?? 0
  }
  const beside = pgbench(script, { clients, seconds })
  results[name] = {
    ...made,
    ...costs,
    pgbench: beside,
    ratio: beside && made.perSecond / beside.perSecond,
    ...(waiting === undefined ? {} : { waiting }),
  }
  console.log(
    `${name.padEnd(24)} ${made.perSecond.toFixed(0)}/s through HTTP, p50 ${made.p50.toFixed(1)} ms, p99 ${made.p99.toFixed(1)} ms, CPU ${costs.cpuMs.toFixed(2)} ms and ${costs.postgresMs.toFixed(2)} ms in Postgres; ${beside === null ? 'no pgbench here (Debian: postgresql-contrib), left out' : `pgbench ${beside.perSecond.toFixed(0)}/s`}${waiting === undefined ? '' : `; ${waiting} left to fold after 1.2 s`}`,
  )
}

const vote = (origin: string, one: boolean) => {
  const shots = Array.from({ length: 2 * voters }, (_, n) => {
    const id = one ? size - 1 : 1 + ((n * 7919) % (size - 2))
    return wired(origin, `/api/v1/bemoanings/${id}/vote`, {
      method: 'PUT',
      headers: { origin, cookie: cookies[n % voters] ?? '', 'content-type': 'application/json' },
      body: JSON.stringify({ kind: n < voters ? 'bemoan' : 'self_inflicted' }),
    })
  })
  return (n: number) => shots[n % shots.length] as Buffer
}

const voteScript = (one: boolean) =>
  `\\set v random(${Math.min(...visitors)}, ${Math.max(...visitors)})\n\\set b ${one ? size - 1 : `random(1, ${size - 2})`}\n\\set k random(1, 2)\nselect outcome, bemoan, self_inflicted, waits from cast_vote(:b, :v, (enum_range(null::vote_kind))[:k]);`

const post = (origin: string, n: number, path: string, input: unknown) =>
  wired(origin, path, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens[n % tokens.length]}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })

const scripted = await scripts()
const site = await startSite()
const { origin } = site
try {
  for (const one of [true, false])
    await measure(
      one ? 'votes on one bemoaning' : 'votes on many',
      site,
      vote(origin, one),
      200,
      voteScript(one),
    )
  const commented = (n: number) =>
    post(origin, n, `/api/v1/bemoanings/${1 + ((n * 7919) % size)}/comments`, {
      body: `It was the cache again, as in case ${n}.`,
    })
  await measure('comments', site, commented, 201, scripted.comment)
  const bemoaned = (n: number) =>
    post(origin, n, '/api/v1/bemoanings', {
      body: `It was the cache again, and nobody believes it, as in case ${n}.`,
      tags: ['ci'],
    })
  await measure('bemoanings', site, bemoaned, 201, scripted.post)
} finally {
  await site.stop()
  await database.stop()
}
mkdirSync('bench/results', { recursive: true })
writeFileSync(
  'bench/results/write.json',
  `${JSON.stringify({ made: new Date().toISOString(), node: process.version, clients, seconds, results }, null, 2)}\n`,
)
