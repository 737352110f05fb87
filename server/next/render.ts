import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { type RequestContext, withContext } from '@/core/context'
import type { BufferedResponse } from '@/core/response'

export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** A response that captures its output instead of sending it. */
class Captured extends ServerResponse {
  private readonly parts: Buffer[] = []
  readonly done: Promise<BufferedResponse>
  private settle: (answer: BufferedResponse) => void = () => {}

  constructor(request: IncomingMessage) {
    super(request)
    this.done = new Promise((resolve) => {
      this.settle = resolve
    })
  }

  override write(chunk: unknown, ...rest: unknown[]): boolean {
    this.take(chunk, rest[0])
    for (const argument of rest) if (typeof argument === 'function') queueMicrotask(() => argument())
    return true
  }

  override end(...args: unknown[]): this {
    if (this.finished) return this
    if (typeof args[0] !== 'function') this.take(args[0], args[1])
    this.finished = true
    const headers: BufferedResponse['headers'] = {}
    for (const [name, value] of Object.entries(this.getHeaders())) {
      if (value !== undefined) headers[name] = Array.isArray(value) ? value : String(value)
    }
    this.settle({ status: this.statusCode, headers, body: Buffer.concat(this.parts) })
    for (const argument of args) if (typeof argument === 'function') queueMicrotask(() => argument())
    queueMicrotask(() => {
      this.emit('finish')
      this.emit('close')
    })
    return this
  }

  override writeHead(status: number, ...rest: unknown[]): this {
    this.statusCode = status
    const headers = rest.find((argument) => typeof argument === 'object' && argument !== null)
    for (const [name, value] of Object.entries(headers ?? {}))
      if (value !== undefined) this.setHeader(name, value as string)
    return this
  }

  override flushHeaders(): void {}

  private take(chunk: unknown, encoding: unknown): void {
    if (chunk === undefined || chunk === null) return
    this.parts.push(
      typeof chunk === 'string'
        ? Buffer.from(chunk, (encoding as BufferEncoding) ?? 'utf8')
        : Buffer.from(chunk as Uint8Array),
    )
  }
}

/** Runs Next's handler on a request of our own, so that of the visitor's request it gets only `headers`. */
export async function capture(
  handler: NodeHandler,
  url: string,
  headers: Record<string, string>,
  context: RequestContext,
  body: { method: string; data: Buffer } = { method: 'GET', data: Buffer.alloc(0) },
): Promise<BufferedResponse> {
  const request = new IncomingMessage(new Socket())
  request.method = body.method
  request.url = url
  request.headers = headers
  request.httpVersion = '1.1'
  request.httpVersionMajor = 1
  request.httpVersionMinor = 1
  if (body.data.length > 0) request.push(body.data)
  request.push(null)
  request.complete = true
  const response = new Captured(request)
  await withContext(context, () => handler(request, response))
  return response.done
}
