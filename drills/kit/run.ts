import { mkdirSync, writeFileSync } from 'node:fs'
import type { Invariant } from './ledger'
import { Load } from './load'
import { DrillSite, type SiteOptions } from './site'

/** Results of a drill besides the invariant: named figures, in milliseconds where they are times. */
export type Figures = Record<string, number | string | boolean>

export type Found = {
  invariant: Invariant
  figures: Figures /** True if everything else held. */
  ok: boolean
}

/** Thrown with the reason when a drill cannot run here. */
export class NotHere extends Error {}

/** Keeps the result of a part of a drill that has several; the whole has none of its own then. */
export type KeepPart = (name: string, about: string, found: Found) => void

export type Drill = { about: string; run: (args: readonly string[], keepPart: KeepPart) => Promise<Found> }

/** The longest that the first good response may take after a kill, in milliseconds. */
export const longestRestart = 10_000

/** Runs a drill on its own site, which is removed afterwards in any case. */
export async function withSite<T>(options: SiteOptions, work: (site: DrillSite) => Promise<T>): Promise<T> {
  const site = await DrillSite.start(options)
  try {
    return await work(site)
  } catch (error) {
    console.error(site.log().slice(-4_000))
    throw error
  } finally {
    await site.end()
  }
}

/** The same under load: compares the result with the writes acknowledged. */
export const underLoad = (
  options: SiteOptions,
  work: (site: DrillSite, load: Load) => Promise<{ figures: Figures; ok?: boolean }>,
): Promise<Found> =>
  withSite(options, async (site) => {
    const load = await Load.start(site)
    try {
      const { figures, ok = true } = await work(site, load)
      const ledger = await load.end()
      const unexpected = site.log().match(/^unexpected error|uncaughtException/gm)?.length ?? 0
      const statuses = [...ledger.statuses].map(([status, n]) => `${n} x ${status}`).join(', ')
      return {
        invariant: await ledger.check(site),
        figures: { ...figures, unexpected, statuses },
        ok: ok && unexpected === 0,
      }
    } finally {
      await load.end()
    }
  })

/** Returns the maximum and median of some times, rounded. */
export const summary = (name: string, times: readonly number[]): Figures => {
  const sorted = [...times].sort((a, b) => a - b)
  return {
    [`${name} ms, median`]: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    [`${name} ms, longest`]: Math.round(sorted.at(-1) ?? 0),
  }
}

export const holds = ({ invariant: { lost, doubled, drift, acknowledged }, ok }: Found): boolean =>
  ok && acknowledged > 0 && lost === 0 && doubled === 0 && drift === 0

/** Stores a result beside the drills. */
export function keepResult(name: string, result: unknown): void {
  mkdirSync('drills/results', { recursive: true })
  writeFileSync(`drills/results/${name}.json`, `${JSON.stringify(result, null, 2)}\n`)
}

/** Adds two accounts of one database; its drift is the same in both. */
export const plus = (one: Invariant, other: Invariant): Invariant => ({
  acknowledged: one.acknowledged + other.acknowledged,
  unanswered: one.unanswered + other.unanswered,
  lost: one.lost + other.lost,
  doubled: one.doubled + other.doubled,
  drift: Math.max(one.drift, other.drift),
})
