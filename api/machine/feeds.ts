import type { Card } from '@/lib/bemoaning/card'
import { paths } from '@/lib/paths'
import { absolute, siteTitle } from '@/lib/site'
import { element, escapeXml, textElement } from './xml'

/** A list as feed readers see it. */
export type FeedDocument = {
  title: string
  description: string
  path: string
  self: string
  next: string | null
  items: readonly Card[]
}

const changed = (card: Card): Date => card.editedAt ?? card.createdAt

/** When the newest of a list was written or edited; the epoch when it is empty. */
export const lastChange = (items: readonly Card[]): Date =>
  new Date(Math.max(0, ...items.map((card) => changed(card).getTime())))

/** The title of an entry: the first line, or as much of it as a title bears. */
export function entryTitle(body: string): string {
  const line = body.split('\n')[0] ?? ''
  if (line.length <= 80) return line
  const cut = line.slice(0, 80)
  return `${cut.slice(0, Math.max(40, cut.lastIndexOf(' ')))}…`
}

/** The whole text as HTML, with line breaks and the sign-off. */
const html = (card: Card): string =>
  `<p>${escapeXml(card.body).replaceAll('\n', '<br>')}</p>${card.detailsHtml ?? ''}<p>IBTSOCS</p>`

/** Atom (RFC 4287). Ids are the short addresses, which never change. */
export function atomFeed(feed: FeedDocument): string {
  const entries = feed.items.map((card) =>
    element(
      'entry',
      {},
      textElement('id', absolute(paths.shortBemoaning(card.id))),
      textElement('title', entryTitle(card.body)),
      element('link', {
        rel: 'alternate',
        type: 'text/html',
        href: absolute(paths.bemoaning(card.id, card.body)),
      }),
      textElement('published', card.createdAt.toISOString()),
      textElement('updated', changed(card).toISOString()),
      element(
        'author',
        {},
        textElement('name', card.author ?? 'anonymous'),
        card.author && textElement('uri', absolute(paths.user(card.author))),
      ),
      ...card.tags.map((tag) => element('category', { term: tag })),
      textElement('content', html(card), { type: 'html' }),
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

/** RSS 2.0. */
export function rssFeed(feed: FeedDocument): string {
  const items = feed.items.map((card) =>
    element(
      'item',
      {},
      textElement('title', entryTitle(card.body)),
      textElement('link', absolute(paths.bemoaning(card.id, card.body))),
      textElement('guid', absolute(paths.shortBemoaning(card.id)), { isPermaLink: 'false' }),
      textElement('pubDate', card.createdAt.toUTCString()),
      textElement('dc:creator', card.author ?? 'anonymous'),
      ...card.tags.map((tag) => textElement('category', tag)),
      textElement('description', html(card)),
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
      textElement('title', `${feed.title} · ${siteTitle}`),
      textElement('link', absolute(feed.path)),
      textElement('description', feed.description),
      textElement('language', 'en'),
      element('atom:link', { rel: 'self', type: 'application/rss+xml', href: absolute(feed.self) }),
      ...items,
    ),
  )}\n`
}
