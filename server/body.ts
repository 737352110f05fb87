import type { IncomingMessage } from 'node:http'

/** Nothing that people send is larger. */
export const largestBody = 64 * 1024

/** A sender of more than this is cut off: answering would mean to read it all. */
const patience = 32 * 1024 * 1024

/**
 * Reads a request's body.
 * @returns null when it is larger than 64 KiB; what is too much is read to its end, so that the answer arrives,
 * but not kept
 */
export function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = []
  let size = 0
  return new Promise((resolve, reject) => {
    request.on('data', (part: Buffer) => {
      size += part.length
      if (size <= largestBody) parts.push(part)
      else if (size > patience) request.destroy()
    })
    request.on('end', () => resolve(size <= largestBody ? Buffer.concat(parts) : null))
    request.on('error', reject)
    request.on('close', () => reject(new Error('the sender hung up')))
  })
}
