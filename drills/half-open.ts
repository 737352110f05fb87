import { setTimeout as sleep } from 'node:timers/promises'
import { closePool } from '@/db'
import { takeBack } from '@/lib/bemoaning'
import { aMember } from '@/tests/http/helpers'
import { Line } from '@/tests/http/line'
import { aBemoaning } from '@/tests/makers'
import { Load } from './kit/load'
import { type Drill, summary, withSite } from './kit/run'
import { DrillSite } from './kit/site'

/** Milliseconds within which a removed text must be gone from a node that has lost its connections without a word. */
const longest = 10_000

/** A second node's connections to the database forward nothing any more, without being closed, as behind a firewall that forgot them. */
export const drill: Drill = {
  about:
    'a second node whose connections forward nothing any more, while texts are removed on the first, three times',
  run: () =>
    withSite({}, async (site) => {
      process.env.DATABASE_URL = site.url
      const line = new Line()
      const { url } = line
      await line.open()
      const other = await DrillSite.start({ url, env: { AUTH_SECRET: process.env.AUTH_SECRET ?? '' } })
      process.env.DATABASE_URL = site.url
      try {
        const load = await Load.start(site)
        const times: number[] = []
        for (let round = 0; round < 3; round += 1) {
          const author = await aMember()
          const id = await aBemoaning(author)
          await closePool()
          // A picture lives for 10 minutes unless it is invalidated.
          const pages = [`/b/${id}/picture.png`, `/b/${id}.txt`]
          const read = async () =>
            Promise.all(
              pages.map(async (page) => {
                const answer = await fetch(other.origin + page)
                await answer.arrayBuffer()
                return answer.status
              }),
            )
          for (const status of await read()) if (status !== 200) throw new Error(`${status} before`)
          line.stall()
          const removed = await takeBack(author, id)
          if (!removed.ok) throw new Error(removed.message)
          const began = performance.now()
          while ((await read()).includes(200)) {
            if (performance.now() - began > 60_000) break
            await sleep(50)
          }
          times.push(performance.now() - began)
          await closePool()
          await sleep(2_500)
        }
        const ledger = await load.end()
        return {
          invariant: await ledger.check(site),
          figures: { removals: times.length, ...summary('gone on the other node after', times) },
          ok: Math.max(...times) < longest,
        }
      } finally {
        await line.cut()
        await other.end()
        line.remove()
      }
    }),
}
