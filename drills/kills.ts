import { setTimeout as sleep } from 'node:timers/promises'
import { type Drill, longestRestart, summary, underLoad } from './_run'

/** Node, Postgres or both die by SIGKILL at random moments, one after the other, under load all the time. */
export const drill: Drill = {
  about: 'random kills (-9) of node, of Postgres and of both, in a row',
  run: ([times = '20']) =>
    underLoad({}, async (site) => {
      const restarts: number[] = []
      const killed = { node: 0, postgres: 0, both: 0 }
      for (let i = 0; i < Number(times); i += 1) {
        await sleep(Math.random() * 1_200)
        const what = (['node', 'postgres', 'both'] as const)[Math.floor(Math.random() * 3)] ?? 'both'
        killed[what] += 1
        const before = site.postmaster
        if (what !== 'node') site.killPostgres('SIGKILL')
        if (what !== 'postgres') await site.kill('SIGKILL')
        const began = performance.now()
        if (what !== 'postgres') await site.launch()
        if (what !== 'node') while (site.postmaster === before || site.postmaster === 0) await sleep(10)
        await site.good()
        restarts.push(performance.now() - began)
        if (i % 20 === 19) console.log(`  ${i + 1} kills`)
      }
      return {
        figures: { kills: Number(times), ...killed, ...summary('first good answer', restarts) },
        ok: Math.max(...restarts) < longestRestart,
      }
    }),
}
