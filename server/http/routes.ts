import { type Life, pageAt, withoutFormat } from '@/core/pages'
import { isFrameworks } from '../next/markup'

/** How a request is answered. */
export type Route =
  | 'health'
  | 'static'
  | 'auth'
  | 'api'
  | 'form'
  /** Feeds, text, JSON, pictures: made by the API's application. */
  | 'machine'
  /** Pages with forms whose answers depend on who is looking. */
  | 'working'
  /** Pages that everybody may share. */
  | 'reading'

const machineFormats = /\.(json|atom|rss|txt|png|xml|md)$/
const machinePaths = new Set([
  '/fortune',
  '/random',
  '/oembed',
  '/robots.txt',
  '/speculation.json',
  '/state.csv',
  '/state/card.svg',
  '/settings/export.zip',
  '/randomart.svg',
])
/** Answers for machines that depend on who asks: never kept. */
const personalMachine = /^\/(random|(following|saved)\.[a-z]+|settings\/export\.zip)(\.[a-z]+)?$/

const listFormat = /\.(json|atom|rss|txt|md)$/

/**
 * Whether the private address of feeds may be used here: for lists in the formats for programs, and nowhere else. What is
 * not on this list does not even look at the token.
 */
export function takesFeedToken(path: string): boolean {
  if (!listFormat.test(path)) return false
  // Only posts come as Markdown.
  if (path.endsWith('.md') && !path.startsWith('/blog')) return false
  return pageAt(withoutFormat(path))?.feedToken ?? false
}

/** The private feed token that a request brings to an address that takes one; null for every other. */
export const feedTokenOf = (path: string, query: URLSearchParams): string | null =>
  takesFeedToken(path) ? query.get('token') : null

/** Whether what a machine gets at an address depends on who asks: by nature, or because a private token came along. */
export const isPersonalMachine = (path: string, query: URLSearchParams): boolean =>
  personalMachine.test(path) || feedTokenOf(path, query) !== null

/** Whether a page is for the frames of other sites: the same for everybody. */
export const isEmbed = (path: string): boolean => /^\/embed\/b\/\d+$/.test(path)

/** A file beside a post: a picture, a program to try. */
const isBlogFile = (path: string): boolean => /^\/blog\/[^/]+\/[^/]+\.[a-z]+$/.test(path)

/** Sorts a request by method and path. */
export function routeOf(method: string, path: string): Route {
  if (path === '/healthz' || path === '/readyz' || path === '/metrics') return 'health'
  if (path.startsWith('/api/auth/') || path === '/signin/oauth') return 'auth'
  if (path === '/api/v1' || path.startsWith('/api/v1/')) return 'api'
  if (method !== 'GET' && method !== 'HEAD') return 'form'
  if (isFrameworks(path)) return 'static'
  if (machinePaths.has(path) || machineFormats.test(path) || isBlogFile(path) || isEmbed(path))
    return 'machine'
  return pageAt(path)?.kind ?? 'reading'
}

/**
 * The part of a query that an answer may depend on, in one order.
 * @returns null when a key that counts comes twice or in PHP's array form
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

/** How long a shared answer lives. Lists live by time alone: a vote shows within a second or two. */
export function lifeOf(path: string): Life {
  if (path.endsWith('.png')) return { fresh: 600 * second, stale: 3_600 * second }
  return pageAt(withoutFormat(path))?.life ?? { fresh: 0.8 * second, stale: 1.2 * second }
}

/** Whether this path has a text form that command-line clients get without asking for it by name. */
export const hasTextForm = (path: string): boolean => pageAt(path)?.text ?? false

/** Whether a path is a list's: a feed, a tag, a user, the log. */
export const isList = (path: string): boolean => pageAt(path)?.list ?? false

/** The address of the text form of a page. */
export const textFormOf = (path: string): string => {
  const id = /^\/b\/(\d+)/.exec(path)?.[1]
  if (id) return `/b/${id}.txt`
  return `${path === '/' ? '/hot' : path}.txt`
}
