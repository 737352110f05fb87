import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { closePool } from '@/db'
import { startEmbedded } from '@/db/embedded'
import { backupOf } from '@/tests/backup-of'
import { debianMajor, startDebian } from '@/tests/debian-postgres'
import { startFilled } from './kit/database'
import { startSite } from './kit/site'
import { thicken } from './kit/thicken'
import { type Cost, watched } from './kit/watched'

/**
 * Measures backups and restores of a filled site beside `pg_dump -Fc` and `pg_restore -j2` on the same Postgres, Debian's, and
 * pages meanwhile: `npm run bench -- backup [bemoanings] [rounds]`, 100,000 and 2 by default. The ways take turns, so that a busy
 * machine slows all of them. With BENCH_DATA the filled database is kept, and used again.
 */
const [size, rounds] = [Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? 2)]
const major = debianMajor()
if (major === null) {
  console.error('This compares with Debian’s Postgres: apt install postgresql')
  process.exit(1)
}
const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-bench-backup-'))
const at = (name: string) => join(folder, name)
const admin = (env: Record<string, string>, ...args: string[]) =>
  watched(process.execPath, ['dist/admin.mjs', ...args, '--yes'], { IBTSOCS_DATA: folder, ...env })

/** Starts the embedded database filled, or as it was kept. */
async function filled(): Promise<{ url: string; stop: () => Promise<void> }> {
  if (process.env.BENCH_DATA) {
    const there = await startEmbedded(process.env.BENCH_DATA)
    const client = new pg.Client({ connectionString: there.url })
    await client.connect()
    const { rows } = await client
      .query<{ n: number }>('select count(*)::int as n from bemoanings')
      .catch(() => ({ rows: [] }))
      .finally(() => client.end())
    if (rows[0]?.n === size) return { url: there.url, stop: () => there.stop() }
    await there.stop()
  }
  const database = await startFilled(size)
  await thicken(size)
  await closePool()
  return { url: process.env.DATABASE_URL ?? '', stop: () => database.stop() }
}

const embedded = await filled()
delete process.env.DATABASE_URL
const debian = startDebian(major)
let made = 0

/** Makes an empty database of Debian's. */
async function empty(): Promise<string> {
  made += 1
  const client = new pg.Client({ connectionString: debian.url('postgres') })
  await client.connect()
  await client.query(`create database site_${made}`)
  await client.end()
  return debian.url(`site_${made}`)
}

async function drop(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: debian.url('postgres') })
  await client.connect()
  await client.query(`drop database ${/site_\d+/.exec(url)?.[0]} with (force)`)
  await client.end()
}

const costs = new Map<string, Cost[]>()
async function measure(name: string, work: () => Promise<Cost>): Promise<void> {
  const cost = await work()
  costs.set(name, [...(costs.get(name) ?? []), cost])
  console.log(
    `${name.padEnd(34)} ${cost.seconds.toFixed(1).padStart(7)} s ${String(cost.megabytes).padStart(5)} MB`,
  )
}

/** Reads pages that no cache has, one after the other, until something ends. @returns milliseconds */
async function read(origin: string, until: Promise<unknown>): Promise<number[]> {
  let ended = false
  const end = until.finally(() => {
    ended = true
  })
  // A page that fails is what counts then.
  end.catch(() => {})
  const times: number[] = []
  for (let n = 0; !ended; n += 1) {
    const began = performance.now()
    const response = await fetch(`${origin}/b/${1 + ((n * 7_919) % size)}.json`)
    await response.arrayBuffer()
    if (response.status !== 200) throw new Error(`a page is ${response.status}`)
    times.push(performance.now() - began)
    await sleep(20)
  }
  await end
  return times
}

const p95 = (times: readonly number[]): number =>
  Math.round(([...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0) * 10) / 10

const pages: { during: string; ms: number; read: number }[] = []
try {
  await measure('embedded: backup', () =>
    admin({ DATABASE_URL: embedded.url }, 'backup', at('copy'), '--by', 'copy'),
  )
  // Said to be of Debian's major, or the move between the two would index all texts anew.
  await backupOf(embedded.url, at('moving'), debian.major)
  const site = await empty()
  await admin({ DATABASE_URL: site }, 'restore', at('moving'))
  const dump = (file: string) => watched(join(debian.bin, 'pg_dump'), ['-Fc', '-f', file, '-d', site])
  const restored = async (work: (url: string) => Promise<Cost>): Promise<Cost> => {
    const url = await empty()
    try {
      return await work(url)
    } finally {
      await drop(url)
    }
  }
  for (let round = 0; round < rounds; round += 1) {
    await measure('pg_dump -Fc', () => dump(at('dump')))
    await measure('debian: backup by pg_dump', () =>
      admin({ DATABASE_URL: site }, 'backup', at('by-dump'), '--by', 'pg_dump'),
    )
    await measure('debian: backup by COPY', () =>
      admin({ DATABASE_URL: site }, 'backup', at('copy'), '--by', 'copy'),
    )
    await measure('pg_restore -j2', () =>
      restored((url) =>
        watched(join(debian.bin, 'pg_restore'), ['-j2', '--no-owner', '-d', url, at('dump')]),
      ),
    )
    await measure('debian: restore of pg_dump', () =>
      restored((url) => admin({ DATABASE_URL: url }, 'restore', at('by-dump'))),
    )
    await measure('debian: restore of COPY', () =>
      restored((url) => admin({ DATABASE_URL: url }, 'restore', at('copy'))),
    )
  }
  // Also for the tool that turns the rate limits off.
  process.env.DATABASE_URL = site
  const running = await startSite()
  try {
    const times: Record<string, number[]> = { nothing: [], copy: [], pg_dump: [] }
    // Taking turns, so that a busy machine slows all of them.
    for (let round = 0; round < 3; round += 1)
      for (const by of ['nothing', 'copy', 'pg_dump'])
        times[by]?.push(
          ...(await read(
            running.origin,
            by === 'nothing'
              ? sleep(8_000)
              : admin({ DATABASE_URL: site }, 'backup', at('meanwhile'), '--by', by),
          )),
        )
    for (const [during, all] of Object.entries(times)) pages.push({ during, ms: p95(all), read: all.length })
    for (const { during, ms } of pages) console.log(`p95 of pages during ${during}: ${ms} ms`)
  } finally {
    await running.stop()
  }
  const rows = [...costs].map(([name, all]) => ({
    name,
    seconds: [...all].sort((a, b) => a.seconds - b.seconds)[Math.floor((all.length - 1) / 2)]?.seconds ?? 0,
    megabytes: Math.max(...all.map(({ megabytes }) => megabytes)),
    rounds: all.length,
  }))
  const bytes = Object.fromEntries(
    ['copy', 'by-dump', 'dump']
      .filter((name) => existsSync(at(name)))
      .map((name) => [name, statSync(at(name)).size]),
  )
  mkdirSync('bench/results', { recursive: true })
  writeFileSync(
    `bench/results/backup.json`,
    `${JSON.stringify({ size, postgres: major, rows, pages, bytes }, null, 1)}\n`,
  )
} finally {
  debian.stop()
  await embedded.stop()
  rmSync(folder, { recursive: true, force: true })
}
