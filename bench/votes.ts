import { mkdirSync, writeFileSync } from 'node:fs'
import { type RunningBuild, startBuild } from './kit/other-build'
import { cpuSeconds, databaseSeconds } from './kit/site'
import { fire, wired } from './kit/wire'

/**
 * Measures votes of this build and of another in turns of a few seconds, first ours, then theirs, then the other way round, so
 * that what else the machine does falls on both. Votes on one bemoaning and on many, by 400 visitors through 16 connections,
 * each changing the one before. Each build has its own database, filled by its own tools. Prints the median of the ratios of
 * neighbouring turns, and CPU of Node and Postgres for each vote.
 * `npm run bench -- votes <folder of the other build> [rounds] [seconds]`, 12 rounds of 3 seconds by default.
 */
const [folder, rounds = 12, seconds = 3] = [process.argv[2], ...process.argv.slice(3).map(Number)]
if (folder === undefined) throw new Error('Name the folder of the other build.')
const [clients, voters, size] = [16, 400, 1_000]

type Turn = { perSecond: number; p99: number; cpuMs: number; postgresMs: number }
type Build = RunningBuild & { cookies: string[] }

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) / 2
  return ((sorted[Math.floor(at)] ?? 0) + (sorted[Math.ceil(at)] ?? 0)) / 2
}

/** Starts a build, and votes once as each visitor, who gets a cookie for it. */
async function started(of: string): Promise<Build> {
  const build = await startBuild(of, size)
  const cookies: string[] = []
  while (cookies.length < voters) {
    const answer = await fetch(`${build.origin}/api/v1/bemoanings/${size - 2}/vote`, {
      method: 'PUT',
      headers: { origin: build.origin, 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'bemoan' }),
    })
    if (answer.status !== 200) throw new Error(`A first vote in ${of} was answered ${answer.status}.`)
    const [cookie] = answer.headers.getSetCookie().filter((line) => /visitor=/.test(line))
    if (!cookie) throw new Error(`A first vote in ${of} brought no cookie.`)
    cookies.push(cookie.split(';')[0] ?? '')
  }
  return { ...build, cookies }
}

/** The requests of a turn: every visitor votes, then all change their vote, and so on. */
function shotsOf({ origin, cookies }: Build, one: boolean): (n: number) => Buffer {
  const shots = Array.from({ length: 2 * voters }, (_, n) => {
    const id = one ? size - 1 : 1 + ((n * 7919) % (size - 2))
    return wired(origin, `/api/v1/bemoanings/${id}/vote`, {
      method: 'PUT',
      headers: { origin, cookie: cookies[n % voters] ?? '', 'content-type': 'application/json' },
      body: JSON.stringify({ kind: n < voters ? 'bemoan' : 'self_inflicted' }),
    })
  })
  return (n) => shots[n % shots.length] as Buffer
}

async function turn(build: Build, one: boolean): Promise<Turn> {
  const before = [cpuSeconds(build.pid), databaseSeconds(build.postgres)] as const
  const made = await fire(build.origin, shotsOf(build, one), { at: clients, seconds })
  const each = (since: number, now: number) => ((now - since) * 1_000) / made.requests
  return {
    perSecond: made.perSecond,
    p99: made.p99,
    cpuMs: each(before[0], cpuSeconds(build.pid)),
    postgresMs: each(before[1], databaseSeconds(build.postgres)),
  }
}

const [ours, theirs] = [await started('.'), await started(folder)]
const results = []
try {
  for (const one of [true, false]) {
    for (let n = 0; n < 2; n += 1) for (const build of [ours, theirs]) await turn(build, one)
    const pairs: { ours: Turn; theirs: Turn }[] = []
    for (let round = 0; round < rounds; round += 1) {
      const first = round % 2 === 0
      const a = await turn(first ? ours : theirs, one)
      const b = await turn(first ? theirs : ours, one)
      pairs.push(first ? { ours: a, theirs: b } : { ours: b, theirs: a })
    }
    const of = (side: 'ours' | 'theirs', what: keyof Turn) => median(pairs.map((pair) => pair[side][what]))
    const ratios = pairs.map((pair) => pair.ours.perSecond / pair.theirs.perSecond).sort((a, b) => a - b)
    const name = one ? 'votes on one' : 'votes on many'
    const line = (side: 'ours' | 'theirs') =>
      `${of(side, 'perSecond').toFixed(0)}/s, p99 ${of(side, 'p99').toFixed(0)} ms, CPU ${of(side, 'cpuMs').toFixed(3)} ms, Postgres ${of(side, 'postgresMs').toFixed(3)} ms`
    console.log(
      `${name}: ratio ${median(ratios).toFixed(3)} (${ratios.map((ratio) => ratio.toFixed(2)).join(' ')})\n  ours   ${line('ours')}\n  theirs ${line('theirs')}`,
    )
    results.push({ name, ratio: median(ratios), pairs })
  }
} finally {
  await ours.stop()
  await theirs.stop()
}
mkdirSync('bench/results', { recursive: true })
writeFileSync(
  'bench/results/votes.json',
  `${JSON.stringify({ made: new Date().toISOString(), node: process.version, clients, seconds, results }, null, 2)}\n`,
)
