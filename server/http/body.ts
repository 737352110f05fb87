import type { IncomingMessage } from 'node:http'

/** The largest body accepted, in bytes. No input of the site is larger. */
export const largestBody = 64 * 1024

/** Above this many bytes the connection is cut, because a response would require reading everything. */
const patience = 32 * 1024 * 1024

/**
 * Reads a request's body.
 * @returns null if it is larger than 64 KiB. The excess is read, so that the client gets the response, but not kept.
 * @throws if the client hangs up before the end
 */
export function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = []
  let size = 0
  // By events: an iterator costs as much as the rest of a vote's reading.
  return new Promise((resolve, reject) => {
    let isRead = false
    request.on('data', (part: Buffer) => {
      size += part.length
      if (size <= largestBody) parts.push(part)
      else if (size > patience) request.destroy()
    })
    request.on('end', () => {
      isRead = true
      resolve(size <= largestBody ? Buffer.concat(parts) : null)
    })
    request.on('error', reject)
    // Every request is closed in the end, and an error with its stack costs as much as a signature.
    request.on('close', () => {
      if (!isRead) reject(new Error('the request ended before its body'))
    })
  })
}
