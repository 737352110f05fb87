import type { IncomingMessage } from 'node:http'
import { type Look, usualLook } from '@/core/context'
import { cookieNames, parseCookies } from '@/core/cookies'

export { networkOf } from '@/core/network'
export { clientAddress } from './client-address'

/** A request's address after validation. */
export type Address = { path: string; search: string; query: URLSearchParams; url: string }

/**
 * Reads a request's target. Only the path and query are trusted: neither Host nor forwarded headers.
 * @returns null if it cannot be an address of this site
 */
export function readAddress(target: string | undefined): Address | null {
  if (!target?.startsWith('/') || target.length > 12_000) return null
  const at = target.indexOf('?')
  const path = at < 0 ? target : target.slice(0, at)
  const search = at < 0 ? '' : target.slice(at)
  try {
    const decoded = decodeURIComponent(path)
    if (/[\x00-\x1f\x7f\\]|\/\/|(^|\/)\.\.?(\/|$)/.test(decoded)) return null
    const raw = search.replaceAll('+', ' ')
    if (/[\x00]/.test(decodeURIComponent(raw))) return null
  } catch {
    return null
  }
  return { path, search, query: new URLSearchParams(search), url: target }
}

/** True if the client wants text: it asks for text/plain, or is a command-line program that accepts anything. */
export const isTextClient = ({ headers }: IncomingMessage): boolean => {
  const accept = headers.accept ?? '*/*'
  if (/^text\/plain\b/.test(accept.trim())) return true
  return accept.trim() === '*/*' && /^(curl|wget)\//i.test(headers['user-agent'] ?? '')
}

/** True if a client names HTML among what it accepts, as browsers do: what it gets does not depend on its name then. */
export const asksForHtml = ({ headers }: IncomingMessage): boolean =>
  /\btext\/html\b|\bapplication\/xhtml\+xml\b/.test(headers.accept ?? '')

/** Returns the look chosen in the browser's cookies. */
export function lookOf(cookies: string): Look {
  if (cookies === '') return usualLook
  const [values, names] = [parseCookies(cookies), cookieNames()]
  const theme = values.get(names.theme)
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    compact: values.get(names.density) === 'compact',
  }
}

/** True for a request by which nobody opens a page yet: one that loads it ahead, or that asks for its headers only. */
export const isAhead = ({ method, headers }: IncomingMessage): boolean =>
  method === 'HEAD' ||
  /prefetch|prerender|preview/i.test(
    ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => headers[name] ?? '').join(' '),
  )

/** Request headers that Next may get: none that it would take for its own or for a proxy's. */
const passed = [
  'accept',
  'accept-language',
  'content-type',
  'content-length',
  'cookie',
  'user-agent',
  'origin',
]

/** Returns the headers of a request that are safe to pass on. */
export function cleanHeaders(request: IncomingMessage, host: string): Record<string, string> {
  const clean: Record<string, string> = { host }
  for (const name of passed) {
    const value = request.headers[name]
    if (typeof value === 'string') clean[name] = value
  }
  return clean
}

/** Where a request that writes was sent from, as far as its headers tell. */
export type Provenance = 'ours' | 'foreign' | 'unknown'

const originOf = (address: string): string => (URL.canParse(address) ? new URL(address).origin : '')

/**
 * Tells whether a request that writes comes from a page of this site. Browsers send `Origin` and `Sec-Fetch-Site`; text browsers
 * send neither, but `Referer` (w3m, lynx, elinks, links). One that is foreign outweighs the others.
 * @param origins origins at which the site is reached
 */
export function provenanceOf(headers: IncomingMessage['headers'], origins: ReadonlySet<string>): Provenance {
  const { origin, referer, 'sec-fetch-site': site } = headers
  const said = [
    ...(origin === undefined ? [] : [origins.has(origin)]),
    // `none`: typed by hand, or opened anew. That says nothing of what sent it.
    ...(site === undefined || site === 'none' ? [] : [site === 'same-origin']),
    ...(referer === undefined ? [] : [origins.has(originOf(referer))]),
  ]
  if (said.includes(false)) return 'foreign'
  return said.length > 0 ? 'ours' : 'unknown'
}
