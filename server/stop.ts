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
 * On a signal stops accepting, lets what runs finish (10 s at most), closes the rest in order and exits with 0.
 * Node's own closing of idle connections is of no use here: it takes an answer that is still being sent for done.
 */
export function stopOnSignal(server: Server, running: () => number, close: () => Promise<void>): void {
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    server.prependListener('request', (_, response) => response.setHeader('connection', 'close'))
    // Connections that the kernel has taken for us but that we have not seen yet would be cut by closing.
    await sleep(200)
    NetServer.prototype.close.call(server)
    for (const end = Date.now() + patience; running() > 0 && Date.now() < end; ) await sleep(20)
    server.closeAllConnections()
    await close()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop())
}
