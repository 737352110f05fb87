import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { familyOf } from './kit/site'
import { fire, wired } from './kit/wire'

/**
 * Measures start time and memory: `npm start` in a fresh clone with an empty home, the next start, and the memory of
 * Node and Postgres at rest and while people read and vote. `npm run bench -- start [seconds of load]`.
 */
const seconds = Number(process.argv[2] ?? 20)
const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-start-'))
chmodSync(folder, 0o755)
const [clone, data, home] = ['clone', 'data', 'home'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
]
mkdirSync(home)
const env = {
  ...process.env,
  HOME: home,
  npm_config_cache: join(home, '.npm'),
  IBTSOCS_DATA: data,
  PORT: '0',
  SSH_PORT: '0',
}
for (const name of ['DATABASE_URL', 'AUTH_SECRET', 'NODE_ENV', 'npm_config_local_prefix', 'INIT_CWD'])
  Reflect.deleteProperty(env, name)

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
const processes = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
const postmasters = (): number[] => processes().filter((pid) => /postgres -D /.test(commandOf(pid)))

type Started = { origin: string; child: ChildProcess; seconds: number }

/** Runs `npm start` and waits for the front page. */
async function start(): Promise<Started> {
  const began = performance.now()
  const child = spawn('npm', ['start'], {
    cwd: clone,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const origin = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const found = /runs at (http:\/\/[^/\s]+)/.exec(said)?.[1]
      if (found) resolve(found)
    })
    child.on('exit', (code) => reject(new Error(`npm start exited with ${code}: ${said}`)))
  })
  const front = await fetch(origin)
  if (front.status !== 200) throw new Error(`the front page responded with ${front.status}`)
  await front.text()
  return { origin, child, seconds: (performance.now() - began) / 1_000 }
}

async function stop({ child }: Started): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  process.kill(-(child.pid ?? 0), 'SIGTERM')
  await gone
}

const field = (file: string, name: string): number => {
  try {
    return (
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? 0) / 1_024
    )
  } catch {
    return 0
  }
}
/** Megabytes: the resident memory of Node; for Postgres its own, and its share of memory shared between processes. */
const memory = (server: number, postmaster: number) => ({
  node: field(`/proc/${server}/status`, 'VmRSS'),
  postgres: familyOf(postmaster).reduce((sum, pid) => sum + field(`/proc/${pid}/smaps_rollup`, 'Pss'), 0),
})

const git = spawnSync('git', ['clone', '--quiet', '--no-hardlinks', process.cwd(), clone], {
  stdio: 'inherit',
})
if (git.status !== 0) throw new Error('the clone failed')
const result: Record<string, number> = {}
try {
  const first = await start()
  result.firstStartSeconds = first.seconds
  await stop(first)
  const before = new Set(postmasters())
  const second = await start()
  result.secondStartSeconds = second.seconds
  // `npm start` becomes the site: one process below npm's, with its own name.
  const server = familyOf(second.child.pid ?? 0)
    .flatMap(familyOf)
    .find((pid) => commandOf(pid).startsWith('ibtsocs'))
  const postmaster = postmasters().find((pid) => !before.has(pid))
  if (!server || !postmaster) throw new Error('the processes were not found')
  await sleep(15_000)
  const rest = memory(server, postmaster)
  result.nodeAtRestMB = rest.node
  result.postgresAtRestMB = rest.postgres
  spawnSync(process.execPath, ['dist/admin.mjs', 'settings', 'set', 'rate-limits', 'off'], {
    cwd: clone,
    env,
  })
  await sleep(2_500)
  const { origin } = second
  const listed = (await (await fetch(`${origin}/api/v1/bemoanings?limit=100`)).json()) as {
    items: { id: number; url: string }[]
  }
  const most = { node: 0, postgres: 0 }
  const watch = setInterval(() => {
    const now = memory(server, postmaster)
    most.node = Math.max(most.node, now.node)
    most.postgres = Math.max(most.postgres, now.postgres)
  }, 250)
  // Shared pages of every kind, freshly rendered lists, and votes, each by a new visitor.
  const pages = [
    '/',
    '/new',
    '/top/week',
    '/t/ci',
    '/tags',
    '/state',
    '/new.atom',
    ...listed.items.map(({ url }) => new URL(url).pathname),
  ]
  const reads = pages.map((path) => wired(origin, path, { headers: { 'accept-encoding': 'gzip' } }))
  const list = wired(origin, '/api/v1/bemoanings')
  const votes = listed.items.map(({ id }) =>
    wired(origin, `/api/v1/bemoanings/${id}/vote`, {
      method: 'PUT',
      headers: { origin, 'content-type': 'application/json' },
      body: '{"kind":"bemoan"}',
    }),
  )
  const pick = (shots: readonly Buffer[]) => (n: number) => shots[n % shots.length] as Buffer
  const loads = await Promise.all([
    fire(origin, pick(reads), { at: 8, seconds }),
    fire(origin, () => list, { at: 4, seconds }),
    fire(origin, pick(votes), { at: 4, seconds }),
  ])
  clearInterval(watch)
  result.nodeUnderLoadMB = most.node
  result.postgresUnderLoadMB = most.postgres
  result.requestsOfTheLoad = loads.reduce((sum, { requests }) => sum + requests, 0)
  await stop(second)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
for (const [name, value] of Object.entries(result)) console.log(`${name.padEnd(22)} ${value.toFixed(1)}`)
mkdirSync('bench/results', { recursive: true })
writeFileSync(
  'bench/results/start.json',
  `${JSON.stringify({ made: new Date().toISOString(), node: process.version, ...result }, null, 2)}\n`,
)
