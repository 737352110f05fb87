import { setTimeout as sleep } from 'node:timers/promises'
import { ask, Load, type Person } from './kit/load'
import { type Drill, type Figures, type Found, holds, type KeepPart, NotHere, plus, summary } from './kit/run'
import type { Outcome, Part } from './nodes/outcome'
import { mended, parts } from './nodes/parts'
import { findPrograms, type Programs } from './nodes/programs'
import { Rig } from './nodes/rig'
import { asBrowser, keptPages, type Noticed, Watch } from './nodes/watch'

/** Milliseconds: until writes are acknowledged again, and from a new primary to the last error. */
const [longestAway, longestErrors] = [30_000, 5_000]
const writers = 6

type Run = Noticed & Outcome & { began: number }

/** True if what people noticed is no more than they may notice. */
function isBearable(part: Part, { gap, backAfter, errors, readsFailed, ok = true, ...run }: Run): boolean {
  if (!ok || readsFailed > (part.breaks ? 1 : 0)) return false
  if (part.unnoticed) return errors === 0
  const away = backAfter - ((run.endedAt ?? run.began) - run.began)
  if (run.primaryAt === undefined) return away < longestAway || gap < 2_000
  return backAfter < longestAway && run.lastErrorAfter - (run.primaryAt - run.began) < longestErrors
}

const told = (run: Run): string =>
  [
    run.primaryAt === undefined ? '' : `new primary after ${Math.round(run.primaryAt - run.began)} ms`,
    `longest without a write ${Math.round(run.gap)} ms, until ${Math.round(run.backAfter)} ms`,
    `last of ${run.errors} errors after ${Math.round(run.lastErrorAfter)} ms`,
    `${run.readsFailed} of ${run.reads} reads failed`,
    [...run.kinds].map(([what, n]) => `${n} x ${what}`).join(', '),
    Object.entries(run.figures ?? {})
      .map(([what, value]) => `${what} ${value}`)
      .join(', '),
  ]
    .filter(Boolean)
    .join('; ')

/** Runs a part several times on a rig, and compares what is stored with what was acknowledged. */
async function runPart(
  rig: Rig,
  part: Part,
  times: number,
  people: readonly Person[],
  shared: readonly number[],
) {
  const watch = Watch.start(rig.front, shared, people)
  const runs: Run[] = []
  try {
    for (let n = 0; n < times; n += 1) {
      await mended(rig, watch)
      for (const { site } of rig.nodes) for (const page of keptPages) await ask(site, 'GET', page, asBrowser)
      const began = performance.now()
      const outcome = await part.run(rig, watch)
      await watch.calm()
      runs.push({ ...watch.since(began), ...outcome, began })
      console.log(`    run ${n + 1}: ${told(runs.at(-1) as Run)}`)
    }
    await mended(rig, watch)
  } finally {
    await watch.end()
  }
  const failovers = runs.flatMap(({ primaryAt, began }) => (primaryAt === undefined ? [] : primaryAt - began))
  const late = runs.flatMap(({ primaryAt, began, lastErrorAfter }) =>
    primaryAt === undefined ? [] : lastErrorAfter - (primaryAt - began),
  )
  const figures: Figures = {
    runs: runs.length,
    ...(failovers.length ? summary('new primary after', failovers) : {}),
    ...summary(
      'writes back after',
      runs.map(({ gap, backAfter }) => (gap < 1_000 ? 0 : backAfter)),
    ),
    ...(late.length ? summary('last error after the new primary', late) : {}),
    errors: runs.reduce((sum, { errors }) => sum + errors, 0),
    'reads failed': runs.reduce((sum, { readsFailed }) => sum + readsFailed, 0),
    ...runs.at(-1)?.figures,
  }
  const invariant = await watch.ledger.check(rig.site)
  return { invariant, figures, ok: runs.length === times && runs.every((run) => isBearable(part, run)) }
}

/** Says which programs run, and what they can't. */
function introduce({ versions, comparesLeases }: Programs, protocol: string): void {
  for (const [name, version] of Object.entries(versions)) console.log(`  ${name}: ${version}`)
  if (comparesLeases) return
  console.log(
    `  This Patroni is older than 3.0.3: with etcd's third protocol a primary that was frozen takes the lease back from the new\n  one, and acknowledged writes are lost (upstream 2689, 2693). Here it uses ${protocol === 'etcd' ? 'the second one, which compares first' : 'the third one, as asked'}.`,
  )
}

const usage = `parts: ${Object.keys(parts).join(', ')}`

/** `npm run drill -- nodes [part …] [times] [pooler] [etcd|etcd3] [root=<folder of a Debian>]` */
async function run(args: readonly string[], keepPart: KeepPart): Promise<Found> {
  const root = args.find((arg) => arg.startsWith('root='))?.slice(5) ?? ''
  const times = Number(args.find((arg) => /^\d+$/.test(arg)) ?? 1)
  const names = args.filter((arg) => arg in parts)
  const known = new Set([...names, 'pooler', 'etcd', 'etcd3', `root=${root}`, String(times)])
  const unknown = args.find((arg) => !known.has(arg))
  if (unknown !== undefined) throw new NotHere(`there is no part ${unknown}; ${usage}`)
  const programs = findPrograms(root)
  const asked = args.find((arg) => arg === 'etcd' || arg === 'etcd3') as 'etcd' | 'etcd3' | undefined
  const protocol = asked ?? (programs.comparesLeases ? 'etcd3' : 'etcd')
  introduce(programs, protocol)
  console.log(
    '  No watchdog: a network namespace has none. The disks are tmpfs, and the network is a bridge of this machine.',
  )
  const rig = await Rig.build(programs, { pooler: args.includes('pooler'), protocol })
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void rig.end().finally(() => process.exit(1)))
  const conditions: Figures = { ...programs.versions, protocol, pooler: args.includes('pooler') }
  const all: Found[] = []
  try {
    const load = await Load.start(rig.front, writers, { idle: true })
    for (const name of names.length > 0 ? names : Object.keys(parts)) {
      const part = parts[name] as Part
      console.log(`  ${name}: ${part.about}`)
      const found = await runPart(rig, part, times, load.people, load.shared)
      const { lost, doubled, drift, acknowledged } = found.invariant
      console.log(
        `    acknowledged ${acknowledged}, lost ${lost}, doubled ${doubled}, drift ${drift}: ${holds(found) ? 'holds' : 'DOES NOT HOLD'}`,
      )
      all.push(found)
      keepPart(name, part.about, { ...found, figures: { ...found.figures, ...conditions } })
      await sleep(1_000)
    }
  } catch (error) {
    console.error(rig.lastWords())
    throw error
  } finally {
    await rig.end()
  }
  return {
    invariant: all.map(({ invariant }) => invariant).reduce(plus),
    figures: { parts: all.length, ...conditions },
    ok: all.every(holds),
  }
}

/** A cluster as docs/cluster.md describes it, made of the files in deploy/ on one machine, and what can happen to it. */
export const drill: Drill = {
  about:
    'three nodes, three Postgres under Patroni, three etcd, two HAProxy, Valkey: each dies, freezes or is cut off',
  run,
}
