import { setTimeout as sleep } from 'node:timers/promises'
import { type Drill, longestRestart, summary, underLoad } from './kit/run'

/** The postmaster dies by SIGKILL, and all its processes with it; the site starts it again. */
export const drill: Drill = {
  about: 'kill -9 of Postgres under load; the site starts it again by itself',
  run: ([times = '3']) =>
    underLoad({}, async (site) => {
      const restarts: number[] = []
      for (let i = 0; i < Number(times); i += 1) {
        await sleep(1_500)
        const before = site.postmaster
        site.killPostgres('SIGKILL')
        const began = performance.now()
        while (site.postmaster === before) await sleep(20)
        await site.good()
        restarts.push(performance.now() - began)
      }
      return {
        figures: { kills: Number(times), ...summary('first good answer', restarts) },
        ok: Math.max(...restarts) < longestRestart,
      }
    }),
}
