import { type Life, pageAt, withoutFormat } from '@/core/pages'
import { isFrameworks } from '../next/markup'

/** The kind of response to a request. */
export type Route =
  | 'health'
  | 'static'
  | 'auth'
  | 'api'
  | 'form'
  /** Feeds, text, JSON, pictures: made by the API's application. */
  | 'machine'
  /** Pages with forms, different for each viewer. */
  | 'working'
  /** Pages that are the same for everybody. */
  | 'reading'

const machineFormats = /\.(json|atom|rss|txt|png|xml|md)$/
const machinePaths = new Set([
  '/fortune',
  '/random',
  '/oembed',
  '/robots.txt',
  '/.well-known/ssh-known-hosts',
  '/speculation.json',
  '/state.csv',
  '/state/card.svg',
  '/settings/export.zip',
  '/randomart.svg',
])
/** Machine formats that depend on the caller: never cached. */
const personalMachine = /^\/(random|(following|saved)\.[a-z]+|settings\/export\.zip)(\.[a-z]+)?$/

const listFormat = /\.(json|atom|rss|txt|md)$/

/**
 * True if a private feed token is accepted here: only for lists in the machine-readable formats. Other addresses
 * ignore the token.
 */
export function takesFeedToken(path: string): boolean {
  if (!listFormat.test(path)) return false
  // Only posts have a Markdown format.
  if (path.endsWith('.md') && !path.startsWith('/blog')) return false
  return pageAt(withoutFormat(path))?.feedToken ?? false
}

/** Returns the private feed token of a request, or null if the address does not take one. */
export const feedTokenOf = (path: string, query: URLSearchParams): string | null =>
  takesFeedToken(path) ? query.get('token') : null

/** True if a machine format depends on the caller, by its path or by a private feed token. */
export const isPersonalMachine = (path: string, query: URLSearchParams): boolean =>
  personalMachine.test(path) || feedTokenOf(path, query) !== null

/** True for a page in the iframes of other sites. It is the same for everybody. */
export const isEmbed = (path: string): boolean => /^\/embed\/b\/\d+$/.test(path)

/** True for a file beside a post: a picture, a program to try. */
const isBlogFile = (path: string): boolean => /^\/blog\/[^/]+\/[^/]+\.[a-z]+$/.test(path)

/** Returns the route of a request by its method and path. */
export function routeOf(method: string, path: string): Route {
  if (['/healthz', '/readyz', '/readz', '/metrics'].includes(path)) return 'health'
  if (path.startsWith('/api/auth/') || path === '/signin/oauth') return 'auth'
  if (path === '/api/v1' || path.startsWith('/api/v1/')) return 'api'
  if (method !== 'GET' && method !== 'HEAD') return 'form'
  if (isFrameworks(path)) return 'static'
  if (machinePaths.has(path) || machineFormats.test(path) || isBlogFile(path) || isEmbed(path))
    return 'machine'
  return pageAt(path)?.kind ?? 'reading'
}

/**
 * Returns the part of a query that a response may depend on, with its keys in a fixed order.
 * @returns null if such a key occurs twice or in PHP's array form
 */
export function knownQuery(path: string, query: URLSearchParams): string | null {
  if (query.size === 0) return ''
  const kept = new URLSearchParams()
  for (const name of pageAt(withoutFormat(path))?.query ?? []) {
    const values = query.getAll(name)
    if (values.length > 1 || query.has(`${name}[]`)) return null
    if (values[0] !== undefined) kept.set(name, values[0])
  }
  const text = kept.toString()
  return text && `?${text}`
}

const second = 1_000

/** Returns how long a shared response is cached. Lists expire by time only: a vote shows within a second or two. */
export function lifeOf(path: string): Life {
  if (path.endsWith('.png')) return { fresh: 600 * second, stale: 3_600 * second }
  return pageAt(withoutFormat(path))?.life ?? { fresh: 0.8 * second, stale: 1.2 * second }
}

/** True if command-line clients get a text form at this path by default. */
export const hasTextForm = (path: string): boolean => pageAt(path)?.text ?? false

/** True if a path is a list: a feed, a tag, a user, the log. */
export const isList = (path: string): boolean => pageAt(path)?.list ?? false

/** Returns the address of the text form of a page. */
export const textFormOf = (path: string): string => {
  const id = /^\/b\/(\d+)/.exec(path)?.[1]
  if (id) return `/b/${id}.txt`
  return `${path === '/' ? '/hot' : path}.txt`
}
