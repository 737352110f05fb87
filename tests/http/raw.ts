import { connect } from 'node:net'

export type RawAnswer = { status: number; head: string; body: string; closed: boolean; ms: number }

/**
 * Sends raw bytes and reads until the server closes, or until `wait` milliseconds have passed.
 * @param after called with the connection after the bytes are sent, to send more
 */
export function raw(
  origin: string,
  data: string | Buffer,
  { wait = 5_000, after }: { wait?: number; after?: (write: (more: string) => void) => void } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin)
  const began = Date.now()
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    let said = ''
    let settled = false
    const settle = (closed: boolean) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      socket.destroy()
      const [head = '', ...rest] = said.split('\r\n\r\n')
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0)
      resolve({ status, head, body: rest.join('\r\n\r\n'), closed, ms: Date.now() - began })
    }
    const timer = setTimeout(() => settle(false), wait)
    socket.on('connect', () => socket.write(data))
    if (after) socket.on('connect', () => after((more) => !socket.destroyed && socket.write(more)))
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1')
    })
    socket.on('error', () => settle(true))
    socket.on('close', () => settle(true))
  })
}

/** Returns a request as bytes, with `Connection: close`. */
export const requestText = (
  method: string,
  path: string,
  headers: readonly string[] = [],
  body = '',
): string => [`${method} ${path} HTTP/1.1`, 'Connection: close', ...headers, '', body].join('\r\n')
