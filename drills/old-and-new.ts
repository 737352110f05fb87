import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbedded } from '@/db/embedded'
import { removeDataFolder } from '@/db/embedded/remove'
import { ask, Load } from './kit/load'
import { buildOf, commitBefore } from './kit/old-build'
import { type Someone, signUpAt } from './kit/people'
import { faults, Reading } from './kit/reading'
import { type Drill, type Found, plus, withSite } from './kit/run'
import type { DrillSite } from './kit/site'

/** Pages of all kinds: lists, personal pages, counts, machine formats. */
const pagesOf = ({ handle }: Someone, shared: readonly number[]): string[] => [
  ...['/', '/new', '/top/week', '/t/ci', '/tags', '/search?q=broke+again', '/state', '/log', '/blog'],
  ...['/hot.json', '/new.atom', '/api/v1/bemoanings?limit=20', '/api/v1/bemoanings/similar?body=It+broke'],
  ...[`/u/${handle}`, '/inbox', '/following'],
  ...shared.map((id) => `/b/${id}`),
]

/** Reads a build's vote and comment counts of some bemoanings. */
async function told(site: DrillSite, shared: readonly number[]): Promise<string> {
  const all = []
  for (const id of shared) {
    const reply = await ask(site, 'GET', `/api/v1/bemoanings/${id}`)
    all.push([reply?.status, reply?.json?.votes, reply?.json?.comments])
  }
  return JSON.stringify(all)
}

/**
 * Waits until both builds show the same counts; pages may be cached briefly. @returns milliseconds, null if they never
 * do
 */
async function agree(one: DrillSite, other: DrillSite, shared: readonly number[]): Promise<number | null> {
  const began = performance.now()
  while (performance.now() - began < 30_000) {
    const [here, there] = [await told(one, shared), await told(other, shared)]
    if (here === there) return Math.round(performance.now() - began)
    await sleep(250)
  }
  return null
}

const migrations = async (site: DrillSite): Promise<number> =>
  (await site.query<{ n: number }>('select count(*)::int as n from drizzle.__drizzle_migrations'))[0]?.n ?? 0

/** Counts and prints the unexpected errors of a build. */
function unexpected(site: DrillSite): number {
  const found =
    site.log().match(/^(?:unexpected error.*|.*uncaughtException.*)(?:\n +at .*|\ncaused by .*)*/gm) ?? []
  for (const said of new Set(found)) console.log(`    ${site.folder}: ${said.replaceAll(/\n +at .*/g, '')}`)
  return found.length
}

/** Creates people, every other one too new for their votes to count, and bemoanings to vote and comment on. */
async function scene(old: DrillSite) {
  const people: Someone[] = []
  for (let i = 0; i < 7; i += 1) people.push(await signUpAt(old, i % 2 ? 0 : 2))
  const [author, ...others] = people as [Someone, ...Someone[]]
  const first = Load.of(old, [], [author], { idle: true })
  for (let i = 0; i < 3; i += 1) await first.bemoan(author)
  const shared = [...first.ledger.bemoanings.values()].map(({ id }) => Number(id))
  return { ofOld: others.slice(0, 3), ofNew: others.slice(3), shared, first }
}

/** Simulates a deployment: the new build migrates while the old one serves, both serve, the old one ends. */
async function deploy(
  old: DrillSite,
  start: <T>(work: (site: DrillSite) => Promise<T>) => Promise<T>,
): Promise<Found> {
  const { ofOld, ofNew, shared, first } = await scene(old)
  const [one = null, two = null] = [ofOld[0], ofNew[0]]
  if (!one || !two) throw new Error('the scene created no people')
  const before = await migrations(old)
  const load = Load.of(old, shared, ofOld)
  const reading = Reading.start(old, pagesOf(one, shared), one.session)
  const faultsOfOld = () => faults(load.ledger.statuses) + faults(reading.statuses)
  await sleep(4_000)
  const [alone, answered, began] = [faultsOfOld(), load.times.length, performance.now()]
  return start(async (fresh) => {
    const migrated = Math.round(performance.now() - began)
    const [meanwhile, waits] = [faultsOfOld(), load.times.slice(answered)]
    // The other build must know accounts that one build accepts.
    const late = Load.of(old, shared, [await signUpAt(fresh, 2)])
    const newLoad = Load.of(fresh, shared, ofNew)
    const newReading = Reading.start(fresh, pagesOf(two, shared), two.session)
    const seconds = 20
    await sleep(seconds * 1_000)
    await Promise.all([load.end(), late.end(), newLoad.end(), reading.end(), newReading.end()])
    const ofOldAfter = faultsOfOld() + faults(late.ledger.statuses) - meanwhile
    const agreed = await agree(old, fresh, shared)
    const unexpectedOfOld = unexpected(old)
    const exit = await old.kill('SIGTERM')
    const moved = faults(load.ledger.statuses)
    const after = Load.of(fresh, shared, ofOld, { ledger: load.ledger })
    await sleep(3_000)
    await after.end()
    const ofNewAll =
      faults(newLoad.ledger.statuses) + faults(newReading.statuses) + faults(load.ledger.statuses) - moved
    for (const [site, { failed }] of [
      ['old', reading],
      ['new', newReading],
    ] as const)
      for (const [what, n] of failed) console.log(`    ${site}: ${n} x ${what}`)
    const accounts = []
    for (const { ledger } of [first, load, late, newLoad]) accounts.push(await ledger.check(fresh))
    return {
      invariant: accounts.reduce(plus),
      figures: {
        migrations: `${before} to ${await migrations(fresh)}`,
        'new build ready after ms': migrated,
        'writes answered meanwhile': waits.length,
        'longest of them ms': Math.round(Math.max(0, ...waits)),
        '5xx of the old build before': alone,
        'while the new one migrates': meanwhile - alone,
        'after it': ofOldAfter,
        '5xx of the new build': ofNewAll,
        'writes at the old one': load.times.length + late.times.length,
        'at the new one': newLoad.times.length + after.times.length,
        'pages of the old one': reading.pages,
        'of the new one': newReading.pages,
        'both count the same after ms': agreed ?? 'never',
        unexpected: unexpectedOfOld + unexpected(fresh),
      },
      ok:
        meanwhile + ofOldAfter === 0 &&
        ofNewAll === 0 &&
        agreed !== null &&
        exit === 0 &&
        Math.min(waits.length, late.times.length, newLoad.times.length, after.times.length) > 0 &&
        Math.min(reading.pages, newReading.pages) > 0 &&
        unexpectedOfOld + unexpected(fresh) === 0,
    }
  })
}

/** The previous build and this one on one database, as during a rolling deployment. */
export const drill: Drill = {
  about: 'the build before the newest migration and this one, which migrates, writing to one database',
  run: async ([wished, kept]) => {
    const commit = commitBefore('.', wished)
    const folder = kept ? resolve(kept) : mkdtempSync(join(tmpdir(), 'ibtsocs-old-'))
    const data = mkdtempSync(join(tmpdir(), 'ibtsocs-drill-'))
    try {
      buildOf('.', commit, folder)
      const database = await startEmbedded(data)
      try {
        const { url } = database
        const env = { AUTH_SECRET: randomBytes(32).toString('hex') }
        const found = await withSite({ url, env, folder }, (old) =>
          deploy(old, (work) => withSite({ url, env }, work)),
        )
        return { ...found, figures: { 'old build': commit.slice(0, 7), ...found.figures } }
      } finally {
        await database.stop()
      }
    } finally {
      removeDataFolder(data)
      if (!kept) rmSync(folder, { recursive: true, force: true })
    }
  },
}
