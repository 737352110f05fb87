import { connect, type Socket } from 'node:net'

/** The result of many requests: latencies in milliseconds, `bytes` of the last response's body. */
export type Load = { requests: number; perSecond: number; p50: number; p99: number; bytes: number }

/** Returns a request as raw bytes. */
export function wired(
  origin: string,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Buffer {
  const all = {
    host: new URL(origin).host,
    ...headers,
    ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`)
}

/**
 * One keep-alive connection. Reads only the status and length of a response: a client must cost less than what it
 * measures.
 */
class Line {
  private got: Buffer[] = []
  private size = 0
  private needed = 0
  private status = 0
  private body = 0
  private done: ((answer: { status: number; bytes: number }) => void) | null = null
  private failed: ((error: Error) => void) | null = null

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.take(chunk))
    socket.on('error', (error) => this.failed?.(error))
    socket.on('close', () => this.failed?.(new Error('the server hung up')))
  }

  static open(origin: string): Promise<Line> {
    const { hostname, port } = new URL(origin)
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => resolve(new Line(socket)))
      socket.once('error', reject)
    })
  }

  ask(request: Buffer): Promise<{ status: number; bytes: number }> {
    return new Promise((resolve, reject) => {
      this.done = resolve
      this.failed = reject
      this.socket.write(request)
    })
  }

  close(): void {
    this.failed = null
    this.socket.destroy()
  }

  private take(chunk: Buffer): void {
    this.size += chunk.length
    if (this.needed === 0) {
      this.got.push(chunk)
      const all = this.got.length === 1 ? chunk : Buffer.concat(this.got)
      const end = all.indexOf('\r\n\r\n')
      if (end < 0) return
      const head = all.toString('latin1', 0, end)
      this.status = Number(head.slice(9, 12))
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
      if (length === undefined) {
        this.failed?.(new Error(`a response without a length: ${head}`))
        return
      }
      this.body = Number(length)
      this.needed = end + 4 + this.body
    }
    if (this.size < this.needed) return
    const { done, status, body } = this
    this.got = []
    this.size = 0
    this.needed = 0
    this.done = null
    done?.({ status, bytes: body })
  }
}

/**
 * Sends requests over keep-alive connections; each connection sends the next after a response.
 * @param next returns the request with this number
 * @param options how many connections, for how many seconds, and the expected status
 */
export async function fire(
  origin: string,
  next: (n: number) => Buffer,
  { at = 16, seconds = 6, status = 200 }: { at?: number; seconds?: number; status?: number } = {},
): Promise<Load> {
  const lines = await Promise.all(Array.from({ length: at }, () => Line.open(origin)))
  const times: number[] = []
  let [n, bytes] = [0, 0]
  const began = performance.now()
  const end = began + seconds * 1_000
  const client = async (line: Line) => {
    while (performance.now() < end) {
      const request = next(n)
      n += 1
      const sent = performance.now()
      const answer = await line.ask(request)
      if (answer.status !== status)
        throw new Error(
          `${request.toString('latin1', 0, request.indexOf('\r\n'))} was answered ${answer.status}`,
        )
      times.push(performance.now() - sent)
      bytes = answer.bytes
    }
  }
  try {
    await Promise.all(lines.map(client))
  } finally {
    for (const line of lines) line.close()
  }
  const took = (performance.now() - began) / 1_000
  times.sort((a, b) => a - b)
  const quantile = (q: number) => times[Math.min(times.length - 1, Math.floor(times.length * q))] ?? 0
  return {
    requests: times.length,
    perSecond: times.length / took,
    p50: quantile(0.5),
    p99: quantile(0.99),
    bytes,
  }
}
