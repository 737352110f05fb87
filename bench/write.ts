import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { visitorCookie } from '@/lib/cookies'
import { createVisitor } from '@/lib/vote/commands'
import { startFilled } from './_database'
import { cpuSeconds, startSite } from './_site'

/**
 * How fast votes are written, on one bemoaning and on many: through HTTP, and beside it `pgbench` calling the same function
 * of the database. Each vote changes the one before it, so all of them move counts.
 * `npm run bench -- write [seconds]`, 6 unless told otherwise.
 */
const seconds = Number(process.argv[2] ?? 6)
const clients = 16
const voters = 400
const size = 1_000

type Rate = { perSecond: number; p50: number; p99: number; cpuMs: number }

function put(origin: string, agent: Agent, id: number, cookie: string, kind: string): Promise<void> {
  const body = JSON.stringify({ kind })
  const headers = {
    origin,
    cookie,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  }
  return new Promise((resolve, reject) => {
    const sent = request(
      `${origin}/api/v1/bemoanings/${id}/vote`,
      { method: 'PUT', agent, headers },
      (answer) => {
        answer.resume()
        answer.on('end', () =>
          answer.statusCode === 200
            ? resolve()
            : reject(new Error(`a vote was answered ${answer.statusCode}`)),
        )
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

async function vote(
  { origin, pid }: { origin: string; pid: number },
  cookies: readonly string[],
  idOf: (n: number) => number,
): Promise<Rate> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const times: number[] = []
  const [before, end] = [cpuSeconds(pid), performance.now() + seconds * 1_000]
  let n = 0
  const client = async () => {
    while (performance.now() < end) {
      n += 1
      const began = performance.now()
      const kind = Math.floor(n / cookies.length) % 2 ? 'self_inflicted' : 'bemoan'
      await put(origin, agent, idOf(n), cookies[n % cookies.length] ?? '', kind)
      times.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (q: number) => times[Math.floor(times.length * q)] ?? 0
  return {
    perSecond: times.length / seconds,
    p50: at(0.5),
    p99: at(0.99),
    cpuMs: ((cpuSeconds(pid) - before) * 1_000) / times.length,
  }
}

/** The same statements by pgbench; null where there is none. */
function pgbench(ids: readonly number[], one: boolean): number | null {
  const url = new URL((process.env.DATABASE_URL ?? '').replace(/^postgres(ql)?:/, 'http:'))
  const file = join(mkdtempSync(join(tmpdir(), 'ibtsocs-pgbench-')), 'vote.sql')
  const [least, most] = [Math.min(...ids), Math.max(...ids)]
  writeFileSync(
    file,
    `\\set v random(${least}, ${most})\n\\set b ${one ? size : `random(1, ${size})`}\n\\set k random(1, 2)\nselect outcome, bemoan, self_inflicted, waits from cast_vote(:b, :v, (enum_range(null::vote_kind))[:k]);\n`,
  )
  const host = url.searchParams.get('host') ?? url.hostname
  const run = spawnSync(
    'pgbench',
    [
      '-n',
      '-M',
      'prepared',
      '-c',
      String(clients),
      '-j',
      '2',
      '-T',
      String(seconds),
      '-f',
      file,
      '-h',
      host,
      '-U',
      url.username,
      url.pathname.slice(1),
    ],
    { encoding: 'utf8', env: { ...process.env, PGPASSWORD: decodeURIComponent(url.password) } },
  )
  if (run.error) return null
  return Number(/tps = ([\d.]+)/.exec(run.stdout)?.[1] ?? Number.NaN)
}

const database = await startFilled(size)
const ids: number[] = []
for (let i = 0; i < voters; i += 1) ids.push(await createVisitor())
const cookies = ids.map((id) => visitorCookie(id).split(';')[0] ?? '')
const site = await startSite()
const results: Record<string, Rate & { pgbench: number | null; waiting: number }> = {}
try {
  for (const [name, one] of [
    ['one hot bemoaning', true],
    ['many bemoanings', false],
  ] as const) {
    const rate = await vote(site, cookies, (n) => (one ? size - 1 : 1 + ((n * 7919) % (size - 2))))
    // What was answered is stored, and counted within a second.
    await sleep(1_200)
    const { rows } = await db().execute<{ n: number }>(sql`
      select count(*)::int as n from vote_deltas`)
    const perSecond = pgbench(ids, one)
    results[name] = { ...rate, pgbench: perSecond, waiting: rows[0]?.n ?? 0 }
    console.log(
      `${name.padEnd(20)} ${rate.perSecond.toFixed(0)} votes/s through HTTP, p50 ${rate.p50.toFixed(1)} ms, p99 ${rate.p99.toFixed(1)} ms, ${rate.cpuMs.toFixed(2)} ms CPU each; ${perSecond === null ? 'no pgbench here (Debian: postgresql-contrib), left out' : `pgbench ${perSecond.toFixed(0)}/s`}; ${rows[0]?.n} left to fold after 1.2 s`,
    )
  }
} finally {
  await site.stop()
  await database.stop()
}
mkdirSync('bench/results', { recursive: true })
writeFileSync(
  'bench/results/write.json',
  `${JSON.stringify({ made: new Date().toISOString(), clients, results }, null, 2)}\n`,
)
