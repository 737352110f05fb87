import type { IncomingMessage } from 'node:http'

/** The largest body accepted, in bytes. No input of the site is larger. */
export const largestBody = 64 * 1024

/** Above this many bytes the connection is cut, because a response would require reading everything. */
const patience = 32 * 1024 * 1024

/**
 * Reads a request's body.
 * @returns null if it is larger than 64 KiB. The excess is read, so that the client gets the response, but not kept.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size <= largestBody) parts.push(part)
    else if (size > patience) request.destroy()
  }
  return size <= largestBody ? Buffer.concat(parts) : null
}
