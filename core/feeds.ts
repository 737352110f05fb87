import { type Window, windows } from './vocabulary'

/** Sort orders of lists; each has an index (db/schema/bemoanings.ts). */
export type Order = 'hot' | 'new' | 'top' | 'controversial' | 'self' | 'unfixed' | 'fixed'

export type Feed = {
  /** Its name in the API. */
  readonly name: string
  readonly path: string
  readonly order: Order
  readonly window?: Window
  readonly title: string
  readonly description: string
  /** Its label in the navigation, if it appears there. */
  readonly nav?: string
}

const spans: Record<Window, string> = {
  day: 'today',
  week: 'this week',
  month: 'this month',
  year: 'this year',
  all: 'of all time',
}

/**
 * Every feed of the site. Its page, machine formats, navigation, sitemap entry and tests are derived from its entry
 * here.
 */
export const feeds: readonly Feed[] = [
  {
    name: 'hot',
    path: '/',
    order: 'hot',
    title: 'Hot',
    description: 'The bemoanings of people who write software, right now.',
    nav: 'hot',
  },
  {
    name: 'new',
    path: '/new',
    order: 'new',
    title: 'New',
    description: 'The latest bemoanings, as they come in.',
    nav: 'new',
  },
  ...windows.map((window) => ({
    name: 'top',
    path: `/top/${window}`,
    order: 'top' as const,
    window,
    title: `Top ${spans[window]}`,
    description: `The bemoanings most people shared ${window === 'all' ? 'since it all began' : spans[window]}.`,
    ...(window === 'week' ? { nav: 'top' } : {}),
  })),
  {
    name: 'controversial',
    path: '/controversial',
    order: 'controversial',
    title: 'Controversial',
    description: 'Half the room bemoans it too; the other half says you did it yourself.',
  },
  {
    name: 'self-inflicted',
    path: '/self-inflicted',
    order: 'self',
    title: 'Self-inflicted',
    description: 'The jury of your peers has spoken, kindly.',
  },
  {
    name: 'unfixed',
    path: '/unfixed',
    order: 'unfixed',
    title: 'Unfixed',
    description: 'Still broken, oldest first.',
  },
  { name: 'fixed', path: '/fixed', order: 'fixed', title: 'Hall of Fixed', description: 'It does happen.' },
]

/** Returns the feed of that name; `window` matters only for feeds with windows (default: week). */
export const feedNamed = (name: string, window: Window = 'week'): Feed | undefined =>
  feeds.find((feed) => feed.name === name && (feed.window === undefined || feed.window === window))

/** Returns the feed at a path. */
export const feedAt = (path: string): Feed | undefined => feeds.find((feed) => feed.path === path)

/** The values of the API's `feed=`. */
export const feedNames = [...new Set(feeds.map((feed) => feed.name))] as [string, ...string[]]

const ranked: readonly Order[] = ['hot', 'top', 'controversial', 'self']

/**
 * Returns the feed whose formula ranks the list at a path: its own, or Hot's on a tag's page.
 * @returns null for lists ordered by time alone, and for paths that are not lists
 */
export function rankedBy(path: string): Feed | null {
  const feed = /^\/t\/[a-z0-9-]+$/.test(path) ? feedAt('/') : feedAt(path)
  return feed && ranked.includes(feed.order) ? feed : null
}
