import { setTimeout as sleep } from 'node:timers/promises'
import { type Drill, longestRestart, summary, underLoad } from './kit/run'

/** Postgres is stopped, as by an upgrade or an operator, while people write. */
export const drill: Drill = {
  about: 'Postgres restarted under load, three times in order (fast) and once at once',
  run: () =>
    underLoad({}, async (site) => {
      const restarts: number[] = []
      for (const signal of ['SIGINT', 'SIGINT', 'SIGINT', 'SIGQUIT'] as const) {
        await sleep(1_500)
        const before = site.postmaster
        site.killPostgres(signal)
        const began = performance.now()
        while (site.postmaster === before || site.postmaster === 0) await sleep(20)
        await site.good()
        restarts.push(performance.now() - began)
      }
      return {
        figures: { restarts: 4, ...summary('first good answer', restarts) },
        ok: Math.max(...restarts) < longestRestart,
      }
    }),
}
