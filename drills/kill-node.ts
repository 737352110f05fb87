import { setTimeout as sleep } from 'node:timers/promises'
import { type Drill, longestRestart, summary, underLoad } from './kit/run'

/** The node process dies by SIGKILL under load; the next start takes the database over. */
export const drill: Drill = {
  about: 'kill -9 of node under load, and a new start',
  run: ([times = '3']) =>
    underLoad({}, async (site) => {
      const restarts: number[] = []
      for (let i = 0; i < Number(times); i += 1) {
        await sleep(1_500)
        await site.kill('SIGKILL')
        const began = performance.now()
        await site.launch()
        await site.good()
        restarts.push(performance.now() - began)
      }
      return {
        figures: { kills: Number(times), ...summary('first good answer', restarts) },
        ok: Math.max(...restarts) < longestRestart,
      }
    }),
}
