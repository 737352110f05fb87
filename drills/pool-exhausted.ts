import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { ask } from './kit/load'
import { type Drill, summary, underLoad } from './kit/run'

/** Every write waits for a lock held elsewhere, for as long as it takes to use up all connections. */
export const drill: Drill = {
  about: 'all connections busy with slow statements for 8 seconds',
  run: () =>
    underLoad({}, async (site) => {
      await sleep(1_500)
      await (await fetch(site.origin)).arrayBuffer()
      const client = new pg.Client({ connectionString: site.url })
      await client.connect()
      await client.query('begin; lock table bemoaning_ranks in access exclusive mode')
      const [kept, uncached]: [number[], number[]] = [[], []]
      let [bad, asked] = [0, 0]
      const end = performance.now() + 8_000
      const read = async (path: string, times: number[]) => {
        while (performance.now() < end) {
          const began = performance.now()
          const answer = await ask(site, 'GET', path, { headers: { Accept: 'text/html' } })
          times.push(performance.now() - began)
          asked += 1
          if (!answer || ![200, 503].includes(answer.status)) bad += 1
          await sleep(100)
        }
      }
      const readers = Array.from({ length: 20 }, () => read('/api/v1/bemoanings?limit=1', uncached))
      await Promise.all([read('/about', kept), read('/healthz', kept), ...readers])
      await client.query('rollback')
      await client.end()
      const back = await site.good(20)
      await sleep(1_000)
      return {
        figures: {
          asked,
          'neither 200 nor 503': bad,
          ...summary('what needs no database', kept),
          ...summary('what needs it', uncached),
          'good again after ms': Math.round(back),
        },
        ok: bad === 0 && back < 5_000,
      }
    }),
}
