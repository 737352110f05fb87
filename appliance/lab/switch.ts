import { rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'

/** A private network for guests only. */
export type Switch = { socket: string; carried: () => number; close: () => Promise<void> }

const header = 4
const longest = 70_000

/**
 * Starts a learning switch on a socket of this machine. Frames come as QEMU sends them: a length of four bytes,
 * big-endian, then the frame (QEMU's documentation of -netdev stream).
 * @param socket its path
 */
export async function startSwitch(socket: string): Promise<Switch> {
  const ports = new Set<Socket>()
  const where = new Map<string, Socket>()
  let carried = 0

  function carry(frame: Buffer, from: Socket): void {
    const [to, source] = [frame.toString('hex', 0, 6), frame.toString('hex', 6, 12)]
    where.set(source, from)
    const size = Buffer.alloc(header)
    size.writeUInt32BE(frame.length)
    const known = where.get(to)
    for (const port of known && ports.has(known) ? [known] : ports)
      if (port !== from) port.write(Buffer.concat([size, frame]))
    carried += 1
  }

  const server = createServer((port) => {
    ports.add(port)
    let rest: Buffer = Buffer.alloc(0)
    port.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      while (rest.length >= header) {
        const length = rest.readUInt32BE(0)
        if (length > longest) {
          port.destroy()
          return
        }
        if (rest.length < header + length) break
        carry(rest.subarray(header, header + length), port)
        rest = rest.subarray(header + length)
      }
    })
    port.on('error', () => {})
    port.on('close', () => ports.delete(port))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(socket, resolve)
  })
  return {
    socket,
    carried: () => carried,
    close: async () => {
      for (const port of ports) port.destroy()
      await new Promise((resolve) => server.close(resolve))
      await rm(socket, { force: true })
    },
  }
}
