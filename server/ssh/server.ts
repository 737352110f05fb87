import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Connection } from 'ssh2'
import { networkOf } from '@/core/network'
import { awaitProxyHeader, connectionAddress } from '../http/proxy-protocol'
import { algorithms, offered } from './algorithms'
import { Authentication } from './authentication'
import { bounds, Places } from './bounds'
import type { Peer } from './caller'
import type { HostKeys } from './host-keys'
import { serveSession } from './session'
import { type Door, siteFor } from './site'

const endOf = (address: string | undefined, port: number | undefined): string => `${address} ${port}`

/** The connection below SSH. It is hung up on when its time is over, whatever the client has or hasn't said. */
class Line {
  private timer: ReturnType<typeof setTimeout> | undefined
  constructor(
    private readonly socket: Socket,
    readonly network: string,
  ) {
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
export type SshServer = { port: number; close: () => Promise<void> }

export type SshOptions = {
  keys: HostKeys
  door: Door
  host: string
  port: number
  /** The addresses that send the PROXY protocol first; null: none do. */
  trusts: ((address: string) => boolean) | null
}

/** Starts the SSH server. @throws Error if the port is taken */
export async function startSsh({ keys, door, host, port, trusts }: SshOptions): Promise<SshServer> {
  const { Server: Ssh } = (await import('ssh2')).default
  const places = new Places()
  /** Those of open connections, by their other end: the library tells no more of a connection. */
  const sockets = new Map<string, Line>()
  const ssh = new Ssh({ hostKeys: await offered(keys), algorithms, ident: 'IBTSOCS' }, (connection, info) => {
    const line = sockets.get(endOf(info.ip, info.port))
    if (line) serve(connection, line, door)
    else connection.end()
  })
  const receive = (socket: Socket) => {
    const network = networkOf(connectionAddress(socket))
    if (!places.take(network)) {
      socket.destroy()
      return
    }
    const end = endOf(socket.remoteAddress, socket.remotePort)
    const line = new Line(socket, network)
    sockets.set(end, line)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.once('close', () => {
      sockets.delete(end)
      line.stop()
      places.leave(network)
    })
    ssh.injectSocket(socket)
  }
  const listener: Server = createServer((socket) => {
    if (trusts?.(socket.remoteAddress ?? '')) awaitProxyHeader(socket, receive)
    else receive(socket)
  })
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(port, host, resolve)
  })
  listener.on('error', (error) => console.error('The SSH server can’t take a connection:', error.message))
  return {
    port: (listener.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => listener.close(resolve))
      for (const line of sockets.values()) line.hangUp()
      await closed
    },
  }
}

function serve(connection: Connection, line: Line, door: Door): void {
  const peer: Peer = { network: line.network, key: null, known: false, factored: false, visitorId: null }
  const authentication = new Authentication(peer)
  const site = siteFor(door, peer)
  let sessions = 0
  const touch = () => line.wait(bounds.idle)
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
