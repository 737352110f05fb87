import type { IncomingMessage } from 'node:http'
import { LRUCache } from 'lru-cache'
import type { BufferedResponse } from '@/core/response'
import { byProgram, encodingFor, sharedHeaders } from '../http/deliver'
import { isLanding } from '../http/inline-style'
import { asksForHtml, isTextClient, lookOf, readAddress } from '../http/request-address'
import { isEmbed, isPersonalMachine, knownQuery, type Route, routeOf } from '../http/routes'
import { secured } from '../http/security-headers'
import type { Listener } from '../http/uncached-response'
import type { CachedResponse, Encoding } from './entry'

/** A response as Node sends it: a flat list of header names and values. */
export type SentResponse = { route: Route; status: number; headers: readonly string[]; body: Buffer }

/** By encoding, and whether the program's name decided. */
const ready = new WeakMap<CachedResponse, Map<`${Encoding}${boolean}`, readonly string[]>>()

const flat = (headers: BufferedResponse['headers']): string[] =>
  Object.entries(headers).flatMap(([name, value]) => [value].flat().flatMap((one) => [name, one]))

function headersOf(
  entry: CachedResponse,
  encoding: Encoding,
  length: number,
  https: Listener['https'],
  named: boolean,
): readonly string[] {
  const forms = ready.get(entry) ?? new Map<`${Encoding}${boolean}`, readonly string[]>()
  ready.set(entry, forms)
  const known = forms.get(`${encoding}${named}`)
  if (known) return known
  const headers = { ...sharedHeaders(entry, encoding), ...(named ? byProgram : {}) }
  const answer = { ...entry.answer, headers }
  const made = [...flat(secured(answer, https).headers), 'content-length', String(length)]
  forms.set(`${encoding}${named}`, made)
  return made
}

/** The parts of a request that depend on its address alone. */
type Target = { route: 'reading' | 'machine'; path: string; search: string }

/** The most requested addresses: parsing an address costs more than looking up its page. */
const targets = new LRUCache<string, Target>({ max: 1_000 })

/** @returns null if the request needs `handle.ts` */
function targetOf(listener: Listener, method: string, url: string | undefined): Target | null {
  const known = url === undefined ? undefined : targets.get(url)
  if (known) return known
  const address = readAddress(url)
  if (!address) return null
  const { path, query } = address
  const route = routeOf(method, path)
  if (route !== 'reading' && route !== 'machine') return null
  if (isEmbed(path) || listener.site.options.statics.get(path)) return null
  if (route === 'machine' && isPersonalMachine(path, query)) return null
  const search = knownQuery(path, query)
  if (search === null) return null
  const target = { route, path, search } as const
  if (address.url.length < 200) targets.set(address.url, target)
  return target
}

/**
 * Returns the response to the most common requests: a shared page or feed, fresh in the cache, for a caller without
 * session or visitor cookie. It is the same as the response of `handle.ts` at half the cost, because nothing in it is
 * asynchronous. A search that is found here costs nothing, so it does not count as one.
 * @returns null for every other request, which `handle.ts` must handle
 */
export function cachedResponse(listener: Listener, request: IncomingMessage): SentResponse | null {
  const { method, headers } = request
  if ((method !== 'GET' && method !== 'HEAD') || listener.site.options.dev) return null
  if (headers['if-none-match'] !== undefined || headers['if-modified-since'] !== undefined) return null
  const cookies = headers.cookie ?? ''
  if (/session=|visitor=/.test(cookies) || isTextClient(request)) return null
  const target = targetOf(listener, method, request.url)
  if (!target) return null
  const { route, path, search } = target
  const look = route === 'machine' ? null : lookOf(cookies)
  const encodings = (type: string) => encodingFor(request, type)
  const found = listener.site.freshForm(look, path, search, encodings, isLanding(headers))
  if (!found) return null
  const { entry, encoding, body } = found
  return {
    route,
    status: entry.answer.status,
    headers: headersOf(
      entry,
      encoding,
      body.length,
      listener.https,
      route === 'reading' && !asksForHtml(request),
    ),
    body,
  }
}
