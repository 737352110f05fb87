import { feeds } from './feeds'

/** How long a shared response is cached, in milliseconds. */
export type Life = {
  /** Served from the cache as is. */
  fresh: number
  /** Served once more while it is rendered again. */
  stale: number
}

/** The properties of a page that the whole site relies on. */
export type PageRecord = {
  /** Its path, in the subset of URLPattern syntax that `matcher` below supports: `/u/:handle`, `/blog/*`. */
  path: string
  /** `working`: it has forms and depends on the viewer, so it is never shared. Others are the same for everyone. */
  kind?: 'working'
  /** How long a shared response is cached; by default about a second. */
  life?: Life
  /** Query keys that affect it. All others are ignored. */
  query?: readonly string[]
  /** Those of them that its head depends on: its title, its description. */
  head?: readonly string[]
  /** A list that has machine formats and accepts no POST. */
  list?: true
  /** curl and similar clients get it as text by default. */
  text?: true
  /** A private feed address may read its machine formats. */
  feedToken?: true
  sitemap?: true
  /** Available offline. */
  offline?: true
  /** Opening it changes something, so it is never loaded ahead. */
  acts?: true
  /** Crawlers should skip it. */
  crawl?: false
  /**
   * Its label and place in the navigation. For everyone: `header`, `tools` (beside the search) or `footer`. In the menu
   * under one's handle: `users`, and `staff` for moderators.
   */
  nav?: readonly [place: 'header' | 'tools' | 'footer' | 'users' | 'staff', word: string]
}

const paged = ['after', 'limit'] as const
/** Feeds begin with the newest; `order=page` asks for the order of the page. */
const ordered = [...paged, 'order'] as const
const second = 1_000
const seldom: Life = { fresh: 60 * second, stale: 600 * second }
const searched: Life = { fresh: 5 * second, stale: 30 * second }
const figures: Life = { fresh: 30 * second, stale: 60 * second }

const blogPaths = [
  '/blog',
  '/blog/tags',
  '/blog/series',
  '/blog/tags/:tags',
  '/blog/series/:id',
  '/blog/:year(\\d{4})',
  '/blog/:year(\\d{4})/:month(\\d{2})',
] as const

const blogPage = {
  query: ['after', 'limit', 'sort', 'comment', 'servings', 'units'],
  text: true,
  offline: true,
} as const

/**
 * Every page, and every other address with properties used in more than one place. Routes, cache, sitemap, robots,
 * navigation, service worker and prefetching are derived from it. The first match counts; the navigation uses this
 * order.
 */
export const pages: readonly PageRecord[] = [
  ...feeds.map(
    ({ path, nav }): PageRecord => ({
      path,
      query: paged,
      list: true,
      text: true,
      feedToken: true,
      sitemap: true,
      offline: true,
      ...(nav ? { nav: ['header', nav] } : {}),
    }),
  ),
  { path: '/random', query: ['tag'], text: true, crawl: false, nav: ['header', 'random'] },
  { path: '/t/:tag', query: ordered, list: true, text: true, feedToken: true, offline: true },
  { path: '/u/:handle', query: [...ordered, 'show'], list: true, text: true, feedToken: true, offline: true },
  {
    path: '/b/:id(\\d+)/:slug?',
    query: ['after', 'sort', 'comment', 'from', 'tag'],
    text: true,
    offline: true,
  },
  { path: '/why/:id', query: ['list'] },
  { path: '/share/:id' },
  { path: '/embed/b/:id' },
  {
    path: '/tags',
    life: searched,
    sitemap: true,
    offline: true,
    nav: ['tools', 'tags'],
  },
  {
    path: '/search',
    query: [...ordered, 'q', 'type'],
    head: ['q'],
    life: searched,
    text: true,
    feedToken: true,
    crawl: false,
    nav: ['footer', 'search'],
  },
  { path: '/about', life: seldom, sitemap: true, nav: ['footer', 'about'] },
  { path: '/rules', life: seldom, sitemap: true, nav: ['footer', 'rules'] },
  { path: '/privacy', life: seldom, sitemap: true, nav: ['footer', 'privacy'] },
  { path: '/developers', life: seldom, sitemap: true, nav: ['footer', 'developers'] },
  {
    path: '/log',
    query: [...paged, 'action', 'moderator', 'type'],
    list: true,
    text: true,
    nav: ['footer', 'log'],
  },
  {
    path: '/state',
    query: ['window'],
    head: ['window'],
    life: figures,
    sitemap: true,
    offline: true,
    nav: ['footer', 'state'],
  },
  { path: '/state/card', life: figures },
  { path: '/offline' },
  { path: '/farewell' },
  ...blogPaths.map(
    (path): PageRecord => ({
      ...blogPage,
      path,
      feedToken: true,
      ...(path.includes(':') ? {} : { sitemap: true }),
      ...(path === '/blog' ? { nav: ['header', 'blog'] } : {}),
    }),
  ),
  { ...blogPage, path: '/blog/*' },
  {
    path: '/randomart',
    query: ['key', 'fingerprint', 'hash', 'bits', 'type', 'layout'],
    sitemap: true,
    nav: ['footer', 'randomart'],
  },
  { path: '/submit', kind: 'working', offline: true, nav: ['header', 'bemoan'] },
  { path: '/submit/:id', kind: 'working', crawl: false },
  { path: '/inbox', kind: 'working', nav: ['users', 'inbox'] },
  { path: '/inbox/:id', kind: 'working', acts: true, crawl: false },
  { path: '/following', kind: 'working', feedToken: true, offline: true, nav: ['users', 'following'] },
  { path: '/saved', kind: 'working', feedToken: true, offline: true, nav: ['users', 'saved'] },
  { path: '/jury', kind: 'working', nav: ['users', 'jury'] },
  { path: '/cases', kind: 'working', nav: ['staff', 'cases'] },
  { path: '/cases/:id', kind: 'working' },
  { path: '/cases/tags/:id', kind: 'working' },
  { path: '/tags/propose', kind: 'working', crawl: false },
  { path: '/settings', kind: 'working', nav: ['users', 'settings'] },
  { path: '/settings/*', kind: 'working' },
  { path: '/report', kind: 'working', crawl: false },
  { path: '/edit/:id', kind: 'working' },
  { path: '/c/:id/edit', kind: 'working' },
  { path: '/appeal/:id', kind: 'working' },
  { path: '/signin', kind: 'working' },
  { path: '/signin/code', kind: 'working' },
  { path: '/signup', kind: 'working' },
  { path: '/signout', kind: 'working' },
  { path: '/forgot', kind: 'working' },
  { path: '/reset', kind: 'working' },
  { path: '/verify', kind: 'working' },
  { path: '/undo', kind: 'working' },
  { path: '/unsubscribe', kind: 'working' },
  // Not pages, but their responses are cached like pages.
  { path: '/oembed', query: ['url', 'format', 'maxwidth', 'maxheight'] },
  { path: '/fortune', life: { fresh: 60 * second, stale: 60 * second } },
  { path: '/sitemap', life: { fresh: 60 * second, stale: 60 * second } },
]

/**
 * `:name` is one segment, `:name(pattern)` a segment that matches the pattern, `:name?` an optional segment, `*`
 * anything.
 */
function matcher(path: string): RegExp {
  const source = path
    .replaceAll('.', '\\.')
    .replace(/\/:\w+(?:\(([^)]*)\))?(\?)?/g, (_, pattern = '[^/]+', maybe) =>
      maybe ? '(?:/[^/]*)?' : `/(?:${pattern})`,
    )
    .replaceAll('/*', '/.*')
  return new RegExp(`^${source}$`)
}

const fixed = new Map(pages.filter(({ path }) => !/[:*]/.test(path)).map((page) => [page.path, page]))
const others = pages
  .filter(({ path }) => /[:*]/.test(path))
  .map((page) => ({ page, match: matcher(page.path) }))

/** Returns the record of a path without query and format; undefined if no page has it. */
export const pageAt = (path: string): PageRecord | undefined =>
  fixed.get(path) ?? others.find(({ match }) => match.test(path))?.page

const formats = /\.(json|atom|rss|txt|png|xml|md|svg|csv)$/

/** Strips the format from a path: `/new.atom` → `/new`; `/hot.json` is the front page. */
export function withoutFormat(path: string): string {
  if (!formats.test(path)) return path
  const bare = path.replace(formats, '')
  return bare === '/hot' || bare === '/index' ? '/' : bare
}

/** The navigation entries of the given places, in order. */
export const navigation = (
  ...places: NonNullable<PageRecord['nav']>[0][]
): { path: string; word: string }[] =>
  pages.flatMap(({ path, nav }) => (nav && places.includes(nav[0]) ? [{ path, word: nav[1] }] : []))
