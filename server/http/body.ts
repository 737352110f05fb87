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
