import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { processState } from '@/db/embedded/process'
import { type Drill, longestRestart, underLoad } from './kit/run'

/**
 * `npm start` itself is killed. The site goes on, a second start says where it runs, a signal stops it cleanly, and the
 * next start works.
 */
export const drill: Drill = {
  about: 'kill -9 of the launcher (npm) while the site runs',
  run: () =>
    underLoad({ command: ['npm', 'start'] }, async (site) => {
      await sleep(1_500)
      const server = (JSON.parse(readFileSync(join(site.data, 'server.json'), 'utf8')) as { pid: number }).pid
      await site.kill('SIGKILL')
      await sleep(500)
      const goesOn = processState(server) === 'alive'
      await site.good()
      await site.launch()
      const second = await new Promise<number | null>((resolve) => site.child?.once('exit', resolve))
      const told = /already runs on/.test(site.log())
      process.kill(server, 'SIGTERM')
      while (processState(server) === 'alive') await sleep(20)
      const leftBehind = site.postmaster !== 0
      const began = performance.now()
      await site.launch()
      await site.good()
      const restart = Math.round(performance.now() - began)
      // Of the processes that npm started only the last is to be stopped, and cleanly.
      return {
        figures: {
          'site goes on': goesOn,
          'second start refused': second === 1 && told,
          'database left behind': leftBehind,
          'first good answer ms': restart,
        },
        ok: goesOn && second === 1 && told && !leftBehind && restart < longestRestart,
      }
    }),
}
