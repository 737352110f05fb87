import type { IncomingMessage } from 'node:http'
import type { BufferedResponse } from '@/core/response'

/**
 * elinks and links show the copy they have of an address that a form sends them back to, whatever its headers say
 * (findings/links-redirect-to-cached-page.sh): the vote just cast looks lost.
 */
const keepsPages = /^E?Links\b/i

/**
 * Gives such a program an address that it has not seen yet: the same page with a key in its query that no page reads.
 * Not for lynx, which leaves its `Referer` out on a page with a query.
 */
export function withFreshAddress({ headers }: IncomingMessage, made: BufferedResponse): BufferedResponse {
  const { location } = made.headers
  if (made.status !== 303 || typeof location !== 'string' || !location.startsWith('/')) return made
  if (!keepsPages.test(headers['user-agent'] ?? '')) return made
  const address = new URL(location, 'http://here')
  address.searchParams.set('fresh', Date.now().toString(36))
  // elinks looks for the fragment before it has the page, and says in a dialog that it is missing.
  if (/^ELinks/i.test(headers['user-agent'] ?? '')) address.hash = ''
  return {
    ...made,
    headers: { ...made.headers, location: address.href.slice(address.origin.length) },
  }
}
