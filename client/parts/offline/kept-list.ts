// Apart from kept-pages.ts, which knows every page of the site: the script of every page needs only this.

/** The browser's cache of pages, of one viewer at a time. */
export const PAGES = 'pages'

/** The entry of that cache that says whose pages it holds. */
export const OWNED = '/-/owner'

/** Returns the paths of cached pages, latest first. */
export async function keptPaths(store: CacheStorage): Promise<string[]> {
  const cache = await store.open(PAGES)
  const keys = await cache.keys()
  return keys
    .map(({ url }) => new URL(url))
    .map(({ pathname, search }) => pathname + search)
    .filter((path) => path !== OWNED)
    .reverse()
}
