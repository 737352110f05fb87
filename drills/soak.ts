import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask } from './kit/load'
import { type Drill, underLoad } from './kit/run'

const megabytes = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

/** Megabytes per hour, by least squares. */
function slope(points: readonly (readonly [hours: number, size: number])[]): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const over = points.reduce((sum, [hours, size]) => sum + (hours - x) * (size - y), 0)
  return over / points.reduce((sum, [hours]) => sum + (hours - x) ** 2, 0)
}

/** Reads and writes for this many minutes. The first third is warm-up and does not count. */
export const drill: Drill = {
  about: 'reading and writing for a long time: does memory grow?',
  run: ([minutes = '30']) =>
    underLoad({}, async (site) => {
      const end = Date.now() + Number(minutes) * 60_000
      const began = Date.now()
      const points: (readonly [number, number])[] = []
      let reads = 0
      const read = async () => {
        const pages = ['/', '/new', '/tags', '/t/ci', '/hot.json', '/new.atom', '/search?q=machine', '/state']
        while (Date.now() < end) {
          const path = pages[reads % pages.length] ?? '/'
          // A query that the page does not know makes no cache entry of its own; a new id does, and is evicted again.
          await ask(site, 'GET', reads % 5 ? path : `/b/${(reads % 4_000) + 1}`, {
            headers: { Accept: 'text/html' },
          })
          reads += 1
          await sleep(5)
        }
      }
      const watch = async () => {
        while (Date.now() < end) {
          points.push([(Date.now() - began) / 3_600_000, megabytes(site.pid)])
          await sleep(1_000)
        }
      }
      await Promise.all([read(), read(), watch()])
      const counted = points.slice(Math.floor(points.length / 3))
      const growth = slope(counted)
      const most = Math.max(...counted.map(([, size]) => size))
      return {
        figures: {
          minutes: Number(minutes),
          reads,
          'memory MB, most': Math.round(most),
          'growth MB an hour': Math.round(growth),
        },
        // A few minutes are too short to estimate growth per hour.
        ok: most < 600 && (Number(minutes) < 20 || growth < 60),
      }
    }),
}
