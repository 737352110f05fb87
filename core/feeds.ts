import { type Window, windows } from './vocabulary'

/** What a list is ordered by; each has an index (db/schema/bemoanings.ts). */
export type Order = 'hot' | 'new' | 'top' | 'controversial' | 'self' | 'unfixed' | 'fixed'

export type Feed = {
  /** Its name in the API. */
  readonly name: string
  readonly path: string
  readonly order: Order
  readonly window?: Window
  readonly title: string
  readonly description: string
  /** Its word in the navigation, when it is there. */
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
 * Every feed of the site. Its page, machine formats, navigation, sitemap entry and tests follow from its
 * entry here.
 */
export const feeds: readonly Feed[] = [
  {
    name: 'hot',
    path: '/',
    order: 'hot',
    title: 'Hot',
    description: 'What people who write software bemoan right now.',
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

/** The feed of that name; `window` counts only where the feed has windows (default: week). */
export const feedNamed = (name: string, window: Window = 'week'): Feed | undefined =>
  feeds.find((feed) => feed.name === name && (feed.window === undefined || feed.window === window))

/** The feed at a path of the site. */
export const feedAt = (path: string): Feed | undefined => feeds.find((feed) => feed.path === path)

/** The names that the API's `feed=` takes. */
export const feedNames = [...new Set(feeds.map((feed) => feed.name))] as [string, ...string[]]

const ranked: readonly Order[] = ['hot', 'top', 'controversial', 'self']

/**
 * The feed whose formula orders the list at a path: its own, or Hot's on a tag's page.
 * @returns undefined for lists that go by time alone, and for paths that are no list
 */
export function rankedBy(path: string): Feed | undefined {
  const feed = /^\/t\/[a-z0-9-]+$/.test(path) ? feedAt('/') : feedAt(path)
  return feed && ranked.includes(feed.order) ? feed : undefined
}
