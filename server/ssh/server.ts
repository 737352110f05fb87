import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Connection, ServerConfig } from 'ssh2'
import { networkOf } from '@/core/network'
import { Authentication } from './authentication'
import { bounds, Places } from './bounds'
import type { Peer } from './caller'
import type { HostKeys } from './host-keys'
import { serveSession } from './session'
import { type Door, siteFor } from './site'

/**
 * Only what has no known weakness: no SHA-1, no CBC, no curves of NIST, encrypt-then-MAC. The first key exchange is not the one
 * that Dropbear begins with by guess: the library loses a guess that is right (1.17), and the client waits for ever.
 */
const algorithms: ServerConfig['algorithms'] = {
  kex: ['curve25519-sha256@libssh.org', 'curve25519-sha256', 'diffie-hellman-group16-sha512', 'diffie-hellman-group18-sha512'], // biome-ignore format: a list
  serverHostKey: ['ssh-ed25519', 'rsa-sha2-512', 'rsa-sha2-256'],
  cipher: ['chacha20-poly1305@openssh.com', 'aes256-gcm@openssh.com', 'aes128-gcm@openssh.com', 'aes256-ctr', 'aes192-ctr', 'aes128-ctr'], // biome-ignore format: a list
  hmac: ['hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256-etm@openssh.com'],
  compress: ['none'],
}

/**
 * Returns the host keys as the library takes them. It offers an RSA key with SHA-1 too, whatever the list of algorithms
 * says, unless the key names the one it is for.
 */
async function offered({ ed25519, rsa }: HostKeys): Promise<ServerConfig['hostKeys']> {
  const { utils } = (await import('ssh2')).default
  const named = (type: string) => {
    const parsed = utils.parseKey(rsa)
    if (parsed instanceof Error) throw parsed
    return { key: Object.assign(parsed, { type }) } as unknown as { key: string; passphrase: string }
  }
  return [ed25519, named('rsa-sha2-512'), named('rsa-sha2-256')]
}

const endOf = (address: string | undefined, port: number | undefined): string => `${address} ${port}`

/** The connection below SSH. It is hung up on when its time is over, whatever the client has or hasn't said. */
class Line {
  private timer: ReturnType<typeof setTimeout> | undefined
  constructor(private readonly socket: Socket) {
    this.wait(bounds.handshake)
  }
  /** @param ms until it is hung up on */
  wait(ms: number): void {
    this.stop()
    this.timer = setTimeout(() => this.hangUp(), ms)
  }
  stop(): void {
    clearTimeout(this.timer)
  }
  hangUp(): void {
    this.socket.destroy()
  }
}

/** A running SSH server. */
export type SshServer = { port: number; connections: () => number; close: () => Promise<void> }

export type SshOptions = { keys: HostKeys; door: Door; host: string; port: number }

/** Starts the SSH server. @throws Error if the port is taken */
export async function startSsh({ keys, door, host, port }: SshOptions): Promise<SshServer> {
  const { Server: Ssh } = (await import('ssh2')).default
  const places = new Places()
  /** Those of open connections, by their other end: the library tells no more of a connection. */
  const sockets = new Map<string, Line>()
  const ssh = new Ssh({ hostKeys: await offered(keys), algorithms, ident: 'IBTSOCS' }, (connection, info) =>
    serve(connection, sockets.get(endOf(info.ip, info.port)), networkOf(info.ip), door),
  )
  const listener: Server = createServer((socket) => {
    const network = networkOf(socket.remoteAddress ?? '')
    if (!places.take(network)) {
      socket.destroy()
      return
    }
    const end = endOf(socket.remoteAddress, socket.remotePort)
    const line = new Line(socket)
    sockets.set(end, line)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.once('close', () => {
      sockets.delete(end)
      line.stop()
      places.leave(network)
    })
    ssh.injectSocket(socket)
  })
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(port, host, resolve)
  })
  listener.on('error', (error) => console.error('The SSH server can’t take a connection:', error.message))
  return {
    port: (listener.address() as AddressInfo).port,
    connections: () => places.open,
    close: async () => {
      const closed = new Promise((resolve) => listener.close(resolve))
      for (const line of sockets.values()) line.hangUp()
      await closed
    },
  }
}

function serve(connection: Connection, line: Line | undefined, network: string, door: Door): void {
  const peer: Peer = { network, key: null, known: false, factored: false, visitorId: null }
  const authentication = new Authentication(peer)
  const site = siteFor(door, peer)
  let sessions = 0
  const touch = () => line?.wait(bounds.idle)
  // Whatever a client does wrong ends its own connection only.
  connection.on('error', () => connection.end())
  connection.on('authentication', (context) => {
    authentication.judge(context).catch((error: unknown) => {
      console.error('An SSH sign-in failed:', error)
      context.reject()
    })
  })
  connection.on('ready', () => {
    touch()
    connection.on('session', (accept, reject) => {
      if (sessions >= bounds.sessions) return reject()
      sessions += 1
      const session = accept()
      session.once('close', () => {
        sessions -= 1
      })
      serveSession(session, site, touch)
    })
  })
}
