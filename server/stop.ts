import type { Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Counts the requests that are being answered: from their arrival until the last byte has left. */
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

/** The longest that what runs may take to finish, in milliseconds. */
const patience = 10_000

/**
 * Waits until what had been sent to us by now has been seen: connections that the kernel has taken for us would be cut by
 * closing. How long that takes depends on how busy we are, so it is over when nothing new has come for some rounds of the
 * event loop. Under steady load something new always comes; then it is over after `most` milliseconds.
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
 * On a signal stops accepting, lets what runs finish (10 s at most), closes the rest in order and exits with 0.
 * Node's own closing of idle connections is of no use here: it takes an answer that is still being sent for done.
 */
export function stopOnSignal(server: Server, running: () => number, close: () => Promise<void>): void {
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    const end = Date.now() + patience
    server.prependListener('request', (_, response) => response.setHeader('connection', 'close'))
    await untilSeen(server)
    NetServer.prototype.close.call(server)
    while (running() > 0 && Date.now() < end) await sleep(20)
    server.closeAllConnections()
    await close()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop())
}
