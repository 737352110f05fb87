import { connect, type Socket } from 'node:net'
import ssh2 from 'ssh2'

/** A terminal that shows the site’s screen. Times in milliseconds. */
export type Terminal = {
  /** From the end of the handshake to the first screen, and from the connection to it. */
  toScreen: number
  inAll: number
  end: () => Promise<void>
}

/** An address on loopback, in the network with this number: one network has few places. */
const addressIn = (network: number): string => `127.0.${network}.1`

const privateKey = ssh2.utils.generateKeyPairSync('ed25519').private

/** Opens a screen by ssh, and waits until it shows the front page. */
export function openTerminal(port: number, network: number): Promise<Terminal> {
  const began = performance.now()
  const client = new ssh2.Client()
  const sock = connect({ port, host: '127.0.0.1', localAddress: addressIn(network) })
  // As OpenSSH's client does: otherwise small packets wait for an acknowledgement.
  sock.setNoDelay(true)
  return new Promise((resolve, reject) => {
    client.on('error', reject)
    client.on('keyboard-interactive', (_, __, ___, prompts, finish) => finish(prompts.map(() => '')))
    client.on('ready', () => {
      const ready = performance.now()
      client.shell({ term: 'xterm-256color', cols: 90, rows: 30 }, (error, stream) => {
        if (error) return reject(error)
        let seen = ''
        const look = (part: Buffer) => {
          seen += part
          if (!seen.includes('IBTSOCS · Hot')) return
          stream.off('data', look)
          stream.resume()
          const now = performance.now()
          resolve({
            toScreen: now - ready,
            inAll: now - began,
            end: () =>
              new Promise((done) => {
                sock.once('close', () => done())
                client.end()
              }),
          })
        }
        stream.on('data', look)
      })
    })
    client.connect({ sock, username: 'x', tryKeyboard: true, privateKey })
  })
}

/** Opens many, a few at a time. @param byNetwork how many come from each network */
export async function openTerminals(port: number, count: number, byNetwork: number): Promise<Terminal[]> {
  const open: Terminal[] = []
  for (let from = 0; from < count; from += 5) {
    const some = Array.from({ length: Math.min(5, count - from) }, (_, n) =>
      openTerminal(port, 1 + Math.floor((from + n) / byNetwork)),
    )
    open.push(...(await Promise.all(some)))
  }
  return open
}

/**
 * Keeps the places of a network taken, and connects from it at a steady rate: each connection is refused.
 * @returns how many were refused, and how many were not
 */
export async function knock(
  port: number,
  { network, perSecond, seconds }: { network: number; perSecond: number; seconds: number },
): Promise<{ refused: number; entered: number }> {
  const found = { refused: 0, entered: 0 }
  const localAddress = addressIn(network)
  const held: Socket[] = []
  const one = (): Socket => {
    const socket = connect({ port, host: '127.0.0.1', localAddress })
    let entered = false
    socket.on('error', () => {})
    // The server’s first line: it has let the connection in.
    socket.once('data', () => {
      entered = true
      found.entered += 1
      held.push(socket)
    })
    socket.once('close', () => {
      if (!entered) found.refused += 1
    })
    return socket
  }
  const began = performance.now()
  let sent = 0
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const passed = (performance.now() - began) / 1_000
      for (const due = Math.min(passed, seconds) * perSecond; sent < due; sent += 1) one()
      if (passed < seconds) return
      clearInterval(timer)
      setTimeout(resolve, 500)
    }, 20)
  })
  for (const socket of held) socket.destroy()
  return found
}
