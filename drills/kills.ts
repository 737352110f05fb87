import { setTimeout as sleep } from 'node:timers/promises'
import { readPostmaster } from '@/db/embedded/process'
import { type Drill, longestRestart, summary, underLoad } from './kit/run'
import type { DrillSite } from './kit/site'

const kinds = ['node', 'postgres', 'both'] as const

/** Watches a site recover. @param before the database that was killed @returns milliseconds to each stage */
async function stages(site: DrillSite, before: number | null, began: number): Promise<string> {
  const since = () => Math.round(performance.now() - began)
  const [listens, database] = await Promise.all([
    (async () => {
      while (!(await fetch(`${site.origin}/healthz`).catch(() => null))) await sleep(10)
      return since()
    })(),
    (async () => {
      for (; ; await sleep(10)) {
        const found = readPostmaster(site.pgdata)
        if (found?.ready && found.pid !== before) return since()
      }
    })(),
  ])
  await site.good()
  return `listens after ${listens} ms, database ready after ${database}, good after ${since()}`
}

/** Node, Postgres or both die by SIGKILL at random moments, one after the other, under constant load. */
export const drill: Drill = {
  about: 'random kills (-9) of node, of Postgres and of both, in a row',
  run: ([times = '20']) =>
    underLoad({}, async (site) => {
      const restarts: number[] = []
      const killed = { node: 0, postgres: 0, both: 0 }
      for (let i = 0; i < Number(times); i += 1) {
        await sleep(Math.random() * 1_200)
        const what = kinds[Math.floor(Math.random() * kinds.length)] ?? 'both'
        killed[what] += 1
        const before = site.postmaster
        if (what !== 'node') site.killPostgres('SIGKILL')
        if (what !== 'postgres') await site.kill('SIGKILL')
        const began = performance.now()
        if (what !== 'postgres') await site.launch()
        const told = await stages(site, what === 'node' ? null : before, began)
        restarts.push(performance.now() - began)
        console.log(`  ${what}: ${told}`)
      }
      return {
        figures: { kills: Number(times), ...killed, ...summary('first good answer', restarts) },
        ok: Math.max(...restarts) < longestRestart,
      }
    }),
}
