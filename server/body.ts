import type { IncomingMessage } from 'node:http'

/** Nothing that people send is larger. */
export const largestBody = 64 * 1024

/**
 * Reads a request's body.
 * @returns null when it is larger than 64 KiB; what is too much is not kept
 */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > largestBody) {
    request.resume()
    return null
  }
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > largestBody) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
}
