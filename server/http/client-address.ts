import type { IncomingMessage } from 'node:http'
import type { ProxyTrust } from '@/core/env'
import { readIp } from '@/core/network'
import { connectionAddress } from './proxy-protocol'

/** Characters of a header that we read, from its end: the nearest proxy writes there. */
const most = 2_000

/** Returns the addresses of an `X-Forwarded-For` header. */
const forwardedFor = (header: string): string[] => header.slice(-most).split(',')

/** Returns the addresses of a `Forwarded` header (RFC 7239). An element without one counts as unknown. */
const forwarded = (header: string): string[] =>
  (header.slice(-most).match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? []).map(
    (element) => /(?:^|;)\s*for\s*=\s*("?)([^";]*)\1\s*(?:;|$)/i.exec(element.trim())?.[2] ?? 'unknown',
  )

/**
 * Returns the client's address: the nearest one that is no trusted proxy's. Each proxy appends whom it was asked by, so a
 * client can write only what stands before that.
 * @param trust null: only the connection counts
 */
export function clientAddress(request: IncomingMessage, trust: ProxyTrust | null): string {
  let client = connectionAddress(request.socket)
  if (!trust || trust.header === 'proxy') return client
  const lines = request.headers[trust.header]
  const header = Array.isArray(lines) ? lines.join(',') : (lines ?? '')
  const hops = (trust.header === 'forwarded' ? forwarded : forwardedFor)(header)
  while (trust.trusts(client)) {
    const before = readIp(hops.pop() ?? '')
    if (!before) break
    client = before.toString()
  }
  return client
}
