import { addresses } from '@/core/addresses'
import { pageAt } from '@/core/pages'
import { OWNED, PAGES } from './kept-list'

/** The cache of static files. */
export const FILES = 'files'

/** Response header with the server's mark of the viewer; absent on shared pages. */
export const OWNER = 'x-viewer'
const most = { [PAGES]: 80, [FILES]: 60 }

/** True for pages to keep for offline use: lists, texts, and the page for writing one. */
export const isKept = (path: string): boolean => pageAt(path)?.offline ?? false

/** True if a file's address changes with its content, so that it can be served from the cache without a request. */
export const isForEver = ({ pathname, search }: URL): boolean =>
  pathname.startsWith(addresses.builtFiles) || search.startsWith('?v=')

export const isFile = (url: URL): boolean =>
  isForEver(url) || /^\/(fonts\/|[a-z]\.js$|icon|favicon|apple-touch|manifest)/.test(url.pathname)

async function trim(cache: Cache, limit: number): Promise<void> {
  const keys = await cache.keys()
  for (const key of keys.slice(0, Math.max(0, keys.length - limit))) await cache.delete(key)
}

let turn: Promise<unknown> = Promise.resolve()

/** Runs one at a time, so that pages of two viewers never mix. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = turn.then(work, work)
  turn = done.catch(() => {})
  return done
}

let forgotten = 0

/** How often the pages were cleared: a page requested before the last time must not be cached after it. */
export const timesForgotten = (): number => forgotten

/** Deletes all cached pages. */
export function forgetPages(store: CacheStorage): Promise<boolean> {
  forgotten += 1
  return inTurn(() => store.delete(PAGES))
}

/**
 * Caches a page for offline use. The cache holds the pages of one viewer at a time: the first page of another viewer
 * empties it. A page without a viewer does not, because it is also sent while the database is unreachable; it is not
 * cached beside a viewer's pages. Once the page's script knows that the viewer has left, it tells the worker to clear
 * the pages.
 * @param asked `timesForgotten()` at the time of the request
 */
export const keepPage = (
  store: CacheStorage,
  url: string,
  page: Response,
  asked = timesForgotten(),
): Promise<void> =>
  inTurn(async () => {
    if (asked !== forgotten || page.status !== 200 || page.type !== 'basic') return
    if (!page.headers.get('content-type')?.startsWith('text/html')) return
    const owner = page.headers.get(OWNER) ?? ''
    let cache = await store.open(PAGES)
    const before = await cache.match(OWNED)
    const former = (await before?.text()) ?? ''
    if (former !== '' && owner === '') return
    if (before && former !== owner) {
      await store.delete(PAGES)
      cache = await store.open(PAGES)
    }
    await cache.put(OWNED, new Response(owner))
    const { pathname, search } = new URL(url)
    if (!isKept(pathname)) return
    await cache.delete(pathname + search)
    await cache.put(pathname + search, page)
    await trim(cache, most[PAGES])
  })

/** Caches a static file. */
export async function keepFile(store: CacheStorage, url: string, file: Response): Promise<void> {
  if (file.status !== 200 || file.type !== 'basic') return
  const cache = await store.open(FILES)
  await cache.put(url, file)
  await trim(cache, most[FILES])
}

/** Returns a cached page, or undefined. */
export async function keptPage(store: CacheStorage, url: string): Promise<Response | undefined> {
  const { pathname, search } = new URL(url)
  const cache = await store.open(PAGES)
  return cache.match(pathname + search, { ignoreVary: true })
}
