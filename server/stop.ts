import type { Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { startDraining } from './draining'

/** Counts the requests in progress: from their arrival until the last byte is sent. */
export function countRunning(server: Server): () => number {
  let running = 0
  server.on('request', (_, response) => {
    running += 1
    response.once('close', () => {
      running -= 1
    })
  })
  return () => running
}

/** The longest time that running requests may take to finish, in milliseconds. */
const patience = 10_000

/**
 * Waits until everything sent to us by now has arrived: closing would cut connections that the kernel has accepted
 * for us. The time depends on our load, so it ends when nothing new has come for some rounds of the event loop. Under
 * steady load, where something new always comes, it ends after `most` milliseconds.
 */
async function untilSeen(server: Server, most = 5_000): Promise<void> {
  let seen = 0
  const count = () => {
    seen += 1
  }
  for (const event of ['connection', 'request']) server.prependListener(event, count)
  let quiet = 0
  for (const end = Date.now() + most; quiet < 5 && Date.now() < end; ) {
    const before = seen
    await sleep(20)
    // Two whole rounds: one accepts, the next one reads.
    for (let round = 0; round < 2; round += 1) await new Promise(setImmediate)
    quiet = seen === before ? quiet + 1 : 0
  }
}

/**
 * On SIGTERM, goes on for `drainSeconds` while `/readyz` fails, so that balancers stop sending requests; a second signal ends
 * that. On a signal, stops accepting, lets running requests finish (10 s at most), closes everything else in order and
 * exits with 0. Node's own closing of idle connections does not work here: it takes a response still being sent for
 * finished.
 */
export function stopOnSignal(
  server: Server,
  running: () => number,
  { drainSeconds, close }: { drainSeconds: number; close: () => Promise<void> },
): void {
  const again = new AbortController()
  let stopping = false
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) return again.abort()
    stopping = true
    startDraining()
    if (signal === 'SIGTERM' && drainSeconds > 0)
      await sleep(drainSeconds * 1_000, null, { signal: again.signal }).catch(() => {})
    const end = Date.now() + patience
    server.prependListener('request', (_, response) => response.setHeader('connection', 'close'))
    await untilSeen(server)
    NetServer.prototype.close.call(server)
    while (running() > 0 && Date.now() < end) await sleep(20)
    server.closeAllConnections()
    await close()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(signal))
}
