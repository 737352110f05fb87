import type { IncomingMessage } from 'node:http'
import { LRUCache } from 'lru-cache'
import Negotiator from 'negotiator'
import { type BufferedResponse, respond } from '@/core/response'
import { type CachedResponse, compressed, type Encoding } from '../cache/entry'
import { frontHeaders } from '../cache/front-keys'

const compressible = /^(text\/|application\/(json|[a-z]+\+(xml|json)|xml|manifest|problem)|image\/svg)/

const encodings: readonly Encoding[] = ['br', 'gzip', 'identity']
/** The encoding by `Accept-Encoding` header: browsers send only a few different ones. */
const chosen = new LRUCache<string, Encoding>({ max: 200 })

/** Returns the smallest encoding that the client accepts (RFC 9110, 12.5.3). */
export function encodingFor({ headers }: Pick<IncomingMessage, 'headers'>, type: string): Encoding {
  if (!compressible.test(type)) return 'identity'
  const accepted = String(headers['accept-encoding'] ?? '')
  const known = chosen.get(accepted)
  if (known) return known
  const taken = new Negotiator({ headers: { 'accept-encoding': accepted } }).encodings([...encodings])
  const encoding = encodings.find((each) => taken.includes(each)) ?? 'identity'
  chosen.set(accepted, encoding)
  return encoding
}

/**
 * `Last-Modified` of a feed: when its bytes changed. The newest entry's date would be wrong, because a feed that lost
 * an entry has changed too.
 */
const modifiedOf = (entry: CachedResponse): string => new Date(entry.modifiedAt).toUTCString()

/** True if the client's copy is still current (RFC 9110, 13.1.2 and 13.1.3). */
function isCurrent(request: IncomingMessage, entry: CachedResponse): boolean {
  const { 'if-none-match': match, 'if-modified-since': since } = request.headers
  if (match !== undefined)
    return (
      match === '*' || match.split(',').some((tag) => tag.trim().replace(/^W\//, '') === entry.etag.slice(2))
    )
  if (since === undefined || entry.answer.headers['last-modified'] === undefined) return false
  const [have, asked] = [Date.parse(modifiedOf(entry)), Date.parse(since)]
  return Number.isFinite(asked) && asked <= Date.now() && have <= asked
}

const defaults = { vary: 'Accept-Encoding, Cookie', 'cache-control': 'public, max-age=0, s-maxage=1' }
/**
 * The same address is a text for curl, wget and clients that ask for text/plain, so shared caches must tell them apart by
 * these headers. Responses chosen by the program's name are not cached at all: they would be stored once per name.
 */
const pageDefaults = { ...defaults, vary: 'Accept, User-Agent, Accept-Encoding, Cookie' }
export const byProgram = { vary: pageDefaults.vary, 'cache-control': 'private, no-store' } as const

const defaultsOf = ({ headers }: BufferedResponse) =>
  String(headers['content-type'] ?? '').startsWith('text/html') ? pageDefaults : defaults

/** Encodes an uncacheable response for this client. */
export async function encoded(request: IncomingMessage, made: BufferedResponse): Promise<BufferedResponse> {
  const encoding = encodingFor(request, String(made.headers['content-type'] ?? ''))
  const headers = { ...defaultsOf(made), ...made.headers }
  if (encoding === 'identity') return { ...made, headers }
  const body = await compressed(made.body, encoding, 'once')
  return { ...made, headers: { ...headers, 'content-encoding': encoding }, body }
}

/** Returns the headers of an entry in an encoding. */
export const sharedHeaders = (
  entry: CachedResponse,
  encoding: Encoding = 'identity',
): BufferedResponse['headers'] => ({
  etag: entry.etag,
  ...defaultsOf(entry.answer),
  ...frontHeaders(entry),
  ...entry.answer.headers,
  ...(entry.answer.headers['last-modified'] === undefined ? {} : { 'last-modified': modifiedOf(entry) }),
  ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
})

/**
 * Returns an entry in the encoding for this client, or 304.
 * @param forEver the address contains a hash of the content
 */
export async function deliver(
  request: IncomingMessage,
  entry: CachedResponse,
  forEver = false,
): Promise<BufferedResponse> {
  const { status, headers } = entry.answer
  const shared: BufferedResponse['headers'] = {
    ...sharedHeaders(entry),
    ...(forEver ? { 'cache-control': 'public, max-age=31536000, immutable' } : {}),
  }
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (reads && status === 200 && isCurrent(request, entry)) return respond(304, '', shared)
  const encoding = encodingFor(request, String(headers['content-type'] ?? ''))
  const body = await entry.body(encoding)
  return {
    status,
    headers: encoding === 'identity' ? shared : { ...shared, 'content-encoding': encoding },
    body,
  }
}
