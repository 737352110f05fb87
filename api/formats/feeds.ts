import { paths } from '@/core/paths'
import { absolute, siteTitle } from '@/core/site'
import type { Card } from '@/lib/bemoaning'
import { firstWords } from '@/text/first-words'
import { linesAsHtml } from '@/text/lines'
import { element, textElement } from './xml'

/** One entry of a feed. Addresses are paths. */
export type FeedEntry = {
  /** Never changes. */
  id: string
  title: string
  href: string
  published: Date
  updated: Date
  author: { name: string; href: string | null }
  categories: readonly string[]
  html: string
}

/** A list for feed readers. */
export type FeedDocument = {
  title: string
  description: string
  path: string
  self: string
  next: string | null
  items: readonly FeedEntry[]
}

/** Returns the time of the newest change in a list, or the epoch if the list is empty. */
export const lastChange = (items: readonly Pick<FeedEntry, 'updated'>[]): Date =>
  new Date(Math.max(0, ...items.map(({ updated }) => updated.getTime())))

/** Returns a bemoaning as a feed entry: the whole text as HTML, with its lines and white space, and the sign-off. */
export const cardEntry = (card: Card): FeedEntry => ({
  id: paths.shortBemoaning(card.id),
  title: firstWords(card.body),
  href: paths.bemoaning(card.id, card.body),
  published: card.createdAt,
  updated: card.editedAt ?? card.createdAt,
  author: { name: card.author ?? 'anonymous', href: card.author ? paths.user(card.author) : null },
  categories: card.tags,
  html: `<p>${linesAsHtml(card.body)}</p>${card.detailsHtml ?? ''}<p>IBTSOCS</p>`,
})

/** Atom (RFC 4287). Ids are addresses that never change. */
export function atomFeed(feed: FeedDocument): string {
  const entries = feed.items.map((item) =>
    element(
      'entry',
      {},
      textElement('id', absolute(item.id)),
      textElement('title', item.title),
      element('link', { rel: 'alternate', type: 'text/html', href: absolute(item.href) }),
      textElement('published', item.published.toISOString()),
      textElement('updated', item.updated.toISOString()),
      element(
        'author',
        {},
        textElement('name', item.author.name),
        item.author.href && textElement('uri', absolute(item.author.href)),
      ),
      ...item.categories.map((term) => element('category', { term })),
      textElement('content', item.html, { type: 'html' }),
    ),
  )
  return `<?xml version="1.0" encoding="utf-8"?>\n${element(
    'feed',
    { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': 'en' },
    textElement('id', absolute(feed.path)),
    textElement('title', `${feed.title} · ${siteTitle}`),
    textElement('subtitle', feed.description),
    textElement('updated', lastChange(feed.items).toISOString()),
    element('link', { rel: 'self', type: 'application/atom+xml', href: absolute(feed.self) }),
    element('link', { rel: 'alternate', type: 'text/html', href: absolute(feed.path) }),
    feed.next && element('link', { rel: 'next', type: 'application/atom+xml', href: absolute(feed.next) }),
    textElement('icon', absolute('/icon.svg')),
    ...entries,
  )}\n`
}

/**
 * A title that reads the same as text and as HTML: RSS 2.0 doesn't say which it is, and liferea and rss2email take it as HTML, where
 * `<b>` vanishes. A word joiner, which nobody sees, keeps a tag or an entity from being one.
 */
const eitherWay = (title: string): string => title.replace(/<(?=[a-z/!?])|&(?=[#a-z])/gi, '$&\u2060')

/** RSS 2.0. */
export function rssFeed(feed: FeedDocument): string {
  const items = feed.items.map((item) =>
    element(
      'item',
      {},
      textElement('title', eitherWay(item.title)),
      textElement('link', absolute(item.href)),
      textElement('guid', absolute(item.id), { isPermaLink: 'false' }),
      textElement('pubDate', item.published.toUTCString()),
      textElement('dc:creator', item.author.name),
      ...item.categories.map((term) => textElement('category', term)),
      textElement('description', item.html),
    ),
  )
  return `<?xml version="1.0" encoding="utf-8"?>\n${element(
    'rss',
    {
      version: '2.0',
      'xmlns:atom': 'http://www.w3.org/2005/Atom',
      'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
    },
    element(
      'channel',
      {},
      textElement('title', eitherWay(`${feed.title} · ${siteTitle}`)),
      textElement('link', absolute(feed.path)),
      textElement('description', feed.description),
      textElement('language', 'en'),
      element('atom:link', { rel: 'self', type: 'application/rss+xml', href: absolute(feed.self) }),
      ...items,
    ),
  )}\n`
}
