import { z } from 'zod'

const p99 = z.object({ cached: z.number(), made: z.number() })

/** The result of the benchmark of terminals. */
export const sshResult = z.object({
  rounds: z.number(),
  terminals: z.number(),
  kilobytes: z.object({ inUse: z.number(), rss: z.number() }),
  p99: z.object({ alone: p99, beside: p99, knocked: p99 }),
  refused: z.object({ refused: z.number(), entered: z.number() }),
  screen: z.object({ p50: z.number(), p95: z.number(), inAll: z.number(), cpuMs: z.number() }),
})

/** Returns the names and figures of its table. */
export function sshRows({
  kilobytes,
  p99,
  screen,
}: z.infer<typeof sshResult>): [name: string, figure: number][] {
  return [
    ['memory in use by an idle terminal, kB', kilobytes.inUse],
    ['from the handshake to the first screen, ms, half of them within', screen.p50],
    ['the same, 95 of 100 within', screen.p95],
    ['from the connection to the first screen, ms, half of them within', screen.inAll],
    ['CPU of the site for it, ms', screen.cpuMs],
    ['`/` from the cache, p99 in ms, alone', p99.alone.cached],
    ['beside 200 idle terminals', p99.beside.cached],
    ['beside 10,000 refused connections a minute', p99.knocked.cached],
    ['a list made anew (API), p99 in ms, alone', p99.alone.made],
    ['beside 200 idle terminals', p99.beside.made],
    ['beside 10,000 refused connections a minute', p99.knocked.made],
  ]
}
