import type { Server } from 'node:http'
import { isIP, type Socket } from 'node:net'

/** The client's address of connections whose proxy has told it. */
const told = new WeakMap<Socket, string>()

/** Returns the address that a connection comes from: the client's, if a proxy has told it by the PROXY protocol. */
export const connectionAddress = (socket: Socket): string => told.get(socket) ?? socket.remoteAddress ?? ''

/** Milliseconds for the header to arrive. */
const patience = 5_000

const signature = Buffer.from('0d0a0d0a000d0a515549540a', 'hex')
/** The longest header that we accept, in bytes: version 1 has at most 107, version 2 has room for extensions. */
const longest = 2_048

/** What the first bytes of a connection are: not enough, no header, or a header and whom it names (null: the proxy itself). */
export type ProxyHeader =
  | { is: 'incomplete' }
  | { is: 'invalid' }
  | { is: 'header'; length: number; address: string | null }

const invalid: ProxyHeader = { is: 'invalid' }

function readFirst(bytes: Buffer): ProxyHeader {
  const end = bytes.indexOf('\r\n')
  if (end < 0) return bytes.length < 107 ? { is: 'incomplete' } : invalid
  const [, kind, address = ''] = bytes.toString('latin1', 0, end).split(' ')
  const length = end + 2
  if (length > 107) return invalid
  if (kind === 'UNKNOWN') return { is: 'header', length, address: null }
  const family = kind === 'TCP4' ? 4 : kind === 'TCP6' ? 6 : null
  return family && isIP(address) === family ? { is: 'header', length, address } : invalid
}

function readSecond(bytes: Buffer): ProxyHeader {
  if (bytes.length < 16) return { is: 'incomplete' }
  const [command, family] = [bytes.readUInt8(12), bytes.readUInt8(13)]
  const [size, length] = [bytes.readUInt16BE(14), 16 + bytes.readUInt16BE(14)]
  if (length > longest || command >> 4 !== 2) return invalid
  if (bytes.length < length) return { is: 'incomplete' }
  // LOCAL: the proxy speaks for itself, as in its health checks.
  if ((command & 15) === 0) return { is: 'header', length, address: null }
  if ((command & 15) !== 1) return invalid
  if (family === 0x11 && size >= 12)
    return { is: 'header', length, address: [...bytes.subarray(16, 20)].join('.') }
  if (family === 0x21 && size >= 36) {
    const groups = Array.from({ length: 8 }, (_, n) => bytes.readUInt16BE(16 + n * 2).toString(16))
    return { is: 'header', length, address: groups.join(':') }
  }
  return { is: 'header', length, address: null }
}

/** Reads a header of the PROXY protocol, version 1 or 2 (HAProxy, proxy-protocol.txt). */
export function readProxyHeader(bytes: Buffer): ProxyHeader {
  const starts = (with_: Buffer) => bytes.subarray(0, with_.length).equals(with_.subarray(0, bytes.length))
  if (starts(signature)) return bytes.length < 12 ? { is: 'incomplete' } : readSecond(bytes)
  if (starts(Buffer.from('PROXY '))) return readFirst(bytes)
  return invalid
}

/**
 * Reads the header that a proxy sends first, and takes it off the connection. One that does not begin with it ends: to guess
 * would let anybody behind the proxy write the header.
 * @param proceed called when the address is known (`connectionAddress`), with the connection paused: it resumes it once somebody
 * reads
 */
export function awaitProxyHeader(socket: Socket, proceed: (socket: Socket) => void): void {
  let bytes = Buffer.alloc(0)
  const late = setTimeout(() => socket.destroy(), patience)
  const end = () => socket.destroy()
  socket.on('error', end)
  socket.once('close', () => clearTimeout(late))
  const read = (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk])
    const found = readProxyHeader(bytes)
    if (found.is === 'incomplete') return
    if (found.is === 'invalid') {
      socket.destroy()
      return
    }
    clearTimeout(late)
    socket.off('data', read)
    socket.off('error', end)
    socket.pause()
    if (found.address) told.set(socket, found.address)
    if (found.length < bytes.length) socket.unshift(bytes.subarray(found.length))
    proceed(socket)
  }
  socket.on('data', read)
}

/** Makes a server expect the PROXY protocol from trusted addresses. Others are taken as they come. */
export function expectProxyHeaders(server: Server, trusts: (address: string) => boolean): void {
  const listeners = server.listeners('connection') as ((socket: Socket) => void)[]
  server.removeAllListeners('connection')
  const proceed = (socket: Socket) => {
    for (const listener of listeners) listener.call(server, socket)
  }
  server.on('connection', (socket: Socket) => {
    if (!trusts(socket.remoteAddress ?? '')) return proceed(socket)
    awaitProxyHeader(socket, () => {
      proceed(socket)
      socket.resume()
    })
  })
}
