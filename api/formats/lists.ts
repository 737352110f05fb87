import { cacheTags } from '@/core/cache-tags'
import { context } from '@/core/context'
import { scopeFailure } from '@/core/credential'
import { feedAt } from '@/core/feeds'
import { lookUp } from '@/core/look-up'
import { inFormat, pageAfter, paths } from '@/core/paths'
import { fail, ok, type Result } from '@/core/result'
import { siteTitle } from '@/core/site'
import type { Card, Page } from '@/lib/bemoaning'
import { listBemoanings, resolveList } from '@/lib/bemoaning'
import { longestQuery, searchBemoanings } from '@/lib/search'

export type Listed = Page<Card> & { title: string; description: string; path: string }

const feedOf = (path: string) => feedAt(path === '/hot' || path === '/index' || path === '/' ? '/' : path)

type Asked = { after?: string; limit?: number; q: string | null; newest: boolean }

async function read(path: string, { q, newest, ...more }: Asked): Promise<Result<Listed>> {
  const feed = feedOf(path)
  const tag = /^\/t\/([a-z0-9-]{1,40})$/.exec(path)?.[1]
  const author = /^\/u\/([a-z0-9_-]{3,20})$/.exec(path)?.[1]
  if (path === '/search') {
    if (q !== null && q.length > longestQuery) return fail('bad-request', 'That search is too long.')
    const found = await searchBemoanings(q ?? '', { ...more, order: newest ? 'new' : 'best' })
    return found.ok
      ? ok({
          ...found.value,
          title: `Search: ${q}`,
          description: `Search results of ${siteTitle}.`,
          path: paths.search(q ?? ''),
        })
      : found
  }
  if (path === paths.following || path === paths.saved) return readOwn(path, more)
  if (!feed && !tag && !author) return fail('not-found', 'We don’t have that list.')
  const list = await resolveList({
    ...(feed ? { feed: feed.name } : {}),
    ...(feed?.window ? { window: feed.window } : {}),
    ...(tag ? { tag, ...(newest ? { feed: 'new' } : {}) } : {}),
    ...(author ? { author } : {}),
    ...more,
  })
  if (!list.ok) return list
  const page = await listBemoanings(list.value)
  if (!page.ok) return page
  const handle = list.value.author?.handle ?? author
  if (tag)
    return ok({
      ...page.value,
      title: `Bemoanings about ${tag}`,
      description: `Bemoanings about ${tag}.`,
      path: paths.tag(tag),
    })
  if (handle)
    return ok({
      ...page.value,
      title: `Bemoanings by ${handle}`,
      description: `All bemoanings that ${handle} posted by name.`,
      path: paths.user(handle),
    })
  return ok({
    ...page.value,
    title: feed?.title ?? '',
    description: feed?.description ?? '',
    path: feed?.path ?? '/',
  })
}

/** Reads the viewer's own lists: saved and following. */
async function readOwn(path: string, more: { after?: string; limit?: number }): Promise<Result<Listed>> {
  const { viewer } = context()
  if (!viewer)
    return fail(
      'signed-out',
      'This list is personal. Sign in, or use your private address from /settings/reading.',
    )
  const unfit = scopeFailure(viewer, 'lists')
  if (unfit) return unfit
  const isSaved = path === paths.saved
  const page = await listBemoanings({
    feed: { name: isSaved ? 'saved' : 'following', order: 'new' },
    ...(isSaved ? { savedBy: viewer.id } : { followedBy: viewer.id }),
    ...more,
  })
  const [title, description] = isSaved
    ? ['Saved', 'The bemoanings you saved for later.']
    : ['Following', 'New bemoanings with the tags, and by the people, that you follow.']
  return page.ok ? ok({ ...page.value, title, description, path }) : page
}

/** The orders a list can be asked for, and whether each has the newest first. That of a page has its own name too. */
const orders: Record<string, boolean> = { new: true, page: false, hot: false, best: false }

/** @returns whether the newest come first; null if the query does not say */
function orderOf(text: string | null): Result<boolean | null> {
  if (text === null) return ok(null)
  const newest = lookUp(orders, text)
  return newest === undefined
    ? fail('bad-request', 'Choose the order new or page (hot for tags, best for searches).')
    : ok(newest)
}

const limitOf = (text: string | null): Result<number | undefined> => {
  if (text === null) return ok(undefined)
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= 100 ? ok(number) : fail('bad-request', 'A limit is a number from 1 to 100.')
}

/**
 * Reads the list at a path of the site, given without its format suffix.
 * @param newest the newest of a tag, an author or a search, whatever the order of its page, unless `?order=` says
 *   otherwise. Ranked lists keep theirs
 */
export async function readList(
  path: string,
  query: URLSearchParams,
  newest = false,
): Promise<Result<Listed>> {
  const limit = limitOf(query.get('limit'))
  if (!limit.ok) return limit
  const after = query.get('after')
  const order = orderOf(query.get('order'))
  if (!order.ok) return order
  const list = await read(path, {
    q: query.get('q'),
    newest: order.value ?? newest,
    ...(after === null ? {} : { after }),
    ...(limit.value === undefined ? {} : { limit: limit.value }),
  })
  if (!list.ok) return list
  for (const { id } of list.value.items) context().tags.add(cacheTags.bemoaning(id))
  return order.value === null ? list : ok({ ...list.value, path: withOrder(list.value.path, order.value) })
}

/** Adds the order to a list's address, so that its next page has the same. */
const withOrder = (path: string, newest: boolean): string =>
  `${path}${path.includes('?') ? '&' : '?'}order=${newest ? 'new' : 'page'}`

/** Returns the address of the next page in the same format. A private list keeps its token in it. */
export function nextOf(list: Listed, format: string, token: string | null): string | null {
  return list.next ? pageAfter(selfOf(list, format, token), list.next) : null
}

/** Returns the address of the list in a format. */
export const selfOf = ({ path }: Listed, format: string, token: string | null): string => {
  const address = inFormat(path, format)
  return token ? `${address}${address.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}` : address
}
