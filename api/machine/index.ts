import { Hono } from 'hono'
import type { Card } from '@/lib/bemoaning/card'
import { feeds } from '@/lib/bemoaning/feeds'
import { drawRandom, findBemoaning, findFate, newestBodies, sitemapPage } from '@/lib/bemoaning/queries'
import { cacheTags } from '@/lib/cache-tags'
import { listComments } from '@/lib/comment/queries'
import { context } from '@/lib/context'
import { cookie, cookieNames } from '@/lib/cookies'
import { formatFortune } from '@/lib/fortune'
import { inFormat, paths } from '@/lib/paths'
import { bemoaningPicture, pagePicture } from '@/lib/picture'
import { type Failure, fail } from '@/lib/result'
import { absolute, siteTitle } from '@/lib/site'
import { listTags } from '@/lib/tag/queries'
import { type ApiEnv, problemResponse } from '../endpoint'
import { bemoaningJson, commentJson, tagJson } from '../json'
import { atomFeed, type FeedDocument, lastChange, rssFeed } from './feeds'
import { nextOf, readList } from './lists'
import { cardText, listText, threadText } from './text'
import { element, textElement } from './xml'

const json = (value: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json', ...headers } })
const text = (value: string, headers: Record<string, string> = {}) =>
  new Response(`${value}\n`, { headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } })
const xml = (value: string, type: string, headers: Record<string, string> = {}) =>
  new Response(value, { headers: { 'content-type': `${type}; charset=utf-8`, ...headers } })

/** Programs that read text get a sentence, the others a problem document. */
const refuse = (format: string, failure: Failure): Response => {
  const problem = problemResponse(failure)
  return format === 'txt'
    ? new Response(`${failure.message}\n`, {
        status: problem.status,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      })
    : problem
}

const missing = fail('not-found', 'There is no such thing here.')

async function listAnswer(path: string, format: string, query: URLSearchParams): Promise<Response> {
  const list = await readList(path, query)
  if (!list.ok) return refuse(format, list)
  const next = nextOf(list.value, format)
  const modified: Record<string, string> =
    list.value.items.length > 0 ? { 'last-modified': lastChange(list.value.items).toUTCString() } : {}
  if (format === 'json')
    return json({ items: list.value.items.map((card) => bemoaningJson(card)), next: list.value.next })
  if (format === 'txt') return text(listText(`${list.value.title} · ${siteTitle}`, list.value.items, next))
  const document: FeedDocument = { ...list.value, self: inFormat(list.value.path, format), next }
  if (format === 'atom') return xml(atomFeed(document), 'application/atom+xml', modified)
  return xml(rssFeed(document), 'application/rss+xml', modified)
}

/** A published bemoaning, or why there is none. */
async function readCard(id: number): Promise<Card | Failure> {
  context().tags.add(cacheTags.bemoaning(id))
  if (!Number.isSafeInteger(id)) return missing
  const card = await findBemoaning(id)
  if (card) return card
  const fate = await findFate(id, null)
  return fate?.status === 'removed'
    ? fail('gone', `Removed: ${fate.reason ?? 'its author took it back'}.`)
    : fail('not-found', 'There is no such bemoaning.')
}

async function bemoaningAnswer(id: number, format: string): Promise<Response> {
  const card = await readCard(id)
  if ('ok' in card) return refuse(format, card)
  const comments = await listComments(id, card.remedyId)
  const items = comments.ok ? comments.value.items : []
  if (format === 'json')
    return json({ ...bemoaningJson(card), comment_items: items.map((item) => commentJson(item)) })
  if (format === 'txt') return text(threadText(card, items))
  const path = paths.bemoaning(card.id, card.body)
  const document: FeedDocument = {
    title: `#${card.id}`,
    description: card.body,
    path,
    self: `/b/${card.id}.${format}`,
    next: null,
    items: [card],
  }
  return format === 'atom'
    ? xml(atomFeed(document), 'application/atom+xml')
    : xml(rssFeed(document), 'application/rss+xml')
}

/** A draw differs each time and remembers, in this browser alone, what was just seen. */
async function randomAnswer(
  format: string | null,
  query: URLSearchParams,
  seen: readonly number[],
): Promise<Response> {
  const id = await drawRandom(seen, query.get('tag') ?? undefined)
  const card = id === null ? null : await findBemoaning(id)
  if (!card)
    return refuse(format ?? 'txt', fail('not-found', 'Nobody has bemoaned anything yet. You could be first.'))
  const headers = {
    'set-cookie': cookie(cookieNames().seen, [card.id, ...seen].slice(0, 25).join('.'), null),
  }
  if (format === 'txt') return text(cardText(card), headers)
  if (format === 'json') return json(bemoaningJson(card), headers)
  return new Response(null, {
    status: 303,
    headers: { ...headers, location: paths.bemoaning(card.id, card.body) },
  })
}

async function sitemap(): Promise<Response> {
  const url = (path: string, changed?: Date) =>
    element(
      'url',
      {},
      textElement('loc', absolute(path)),
      changed ? textElement('lastmod', changed.toISOString()) : null,
    )
  const fixed = [
    ...feeds.map((feed) => feed.path),
    paths.tags,
    paths.about,
    paths.rules,
    paths.privacy,
    paths.developers,
  ]
  const tags = (await listTags()).map((tag) => url(paths.tag(tag.name)))
  const rows: string[] = []
  for (let after = 0, full = true; full && rows.length < 45_000; ) {
    const page = await sitemapPage(after, 5_000)
    rows.push(
      ...page.map(({ id, body, epoch, editedAt }) =>
        url(paths.bemoaning(id, body), editedAt ?? new Date(epoch * 1000)),
      ),
    )
    after = page.at(-1)?.id ?? 0
    full = page.length === 5_000
  }
  const set = element(
    'urlset',
    { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' },
    ...fixed.map((path) => url(path)),
    ...tags,
    ...rows,
  )
  return xml(`<?xml version="1.0" encoding="utf-8"?>\n${set}\n`, 'application/xml')
}

async function oembed(query: URLSearchParams): Promise<Response> {
  const target = query.get('url') ?? ''
  const id = /\/b\/(\d{1,15})(?:\/[a-z0-9-]*)?$/.exec(target)?.[1]
  if (!id || new URL(target, absolute('/')).origin !== absolute(''))
    return refuse('json', fail('not-found', 'That is no bemoaning of this site.'))
  const card = await readCard(Number(id))
  if ('ok' in card) return refuse('json', card)
  return json({
    version: '1.0',
    type: 'link',
    title: card.body,
    author_name: card.author ?? 'anonymous',
    provider_name: siteTitle,
    provider_url: absolute('/'),
    thumbnail_url: absolute(paths.picture(card.id)),
    thumbnail_width: 1200,
    thumbnail_height: 630,
  })
}

async function picture(id: number): Promise<Response> {
  const card = await readCard(id)
  if ('ok' in card) return refuse('json', card)
  const png = bemoaningPicture({
    id,
    body: card.body,
    author: card.author,
    art: card.art,
    tags: card.tags,
    bemoan: card.votes.bemoan,
    selfInflicted: card.votes.self_inflicted,
  })
  return new Response(new Uint8Array(png), {
    headers: { 'content-type': 'image/png', 'cache-control': 'public, max-age=600' },
  })
}

const robots = () =>
  text(
    [
      'User-agent: *',
      'Disallow: /search',
      'Disallow: /random',
      'Disallow: /settings',
      'Allow: /',
      '',
      `Sitemap: ${absolute('/sitemap.xml')}`,
    ].join('\n'),
  )

/** Links that a browser may fetch ahead: pages that everybody shares, nothing that changes anything. */
const speculation = () =>
  new Response(
    JSON.stringify({
      prefetch: [
        {
          where: {
            and: [
              { href_matches: '/*' },
              {
                not: {
                  href_matches: [
                    '/random*',
                    '/api/*',
                    '/signout*',
                    '/*.*',
                    '/fortune',
                    '/submit*',
                    '/settings*',
                  ],
                },
              },
            ],
          },
          eagerness: 'moderate',
        },
      ],
    }),
    {
      headers: {
        'content-type': 'application/speculationrules+json',
        'cache-control': 'public, max-age=3600',
      },
    },
  )

const openSearch = () =>
  xml(
    `<?xml version="1.0" encoding="utf-8"?>\n${element(
      'OpenSearchDescription',
      { xmlns: 'http://a9.com/-/spec/opensearch/1.1/' },
      textElement('ShortName', 'IBTSOCS'),
      textElement('Description', siteTitle),
      element('Url', { type: 'text/html', template: `${absolute('/search')}?q={searchTerms}` }),
      element('Image', { type: 'image/svg+xml' }, absolute('/icon.svg')),
    )}\n`,
    'application/opensearchdescription+xml',
  )

/** Everything that programs read beside the API: feeds, text, pictures, sitemap. */
export function createMachine(): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  app.get('/fortune', async () =>
    text(formatFortune((await newestBodies(1_000)).map(({ body }) => body)).trimEnd()),
  )
  app.get('/sitemap.xml', sitemap)
  app.get('/robots.txt', robots)
  app.get('/opensearch.xml', openSearch)
  app.get('/speculation.json', speculation)
  app.get('/.well-known/security.txt', () =>
    text(
      [
        `Contact: ${absolute('/about')}#contact`,
        `Expires: ${new Date(Date.now() + 180 * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`,
        'Preferred-Languages: en',
        `Canonical: ${absolute('/.well-known/security.txt')}`,
      ].join('\n'),
    ),
  )
  app.get('/oembed', (c) => oembed(new URL(c.req.url).searchParams))
  app.get(
    '/picture.png',
    () =>
      new Response(new Uint8Array(pagePicture(siteTitle, 'All that is right, but still wrong.')), {
        headers: { 'content-type': 'image/png' },
      }),
  )
  app.get('/b/:id{[0-9]{1,16}}/picture.png', (c) => picture(Number(c.req.param('id'))))
  app.get('*', async (c) => {
    const { pathname, searchParams } = new URL(c.req.url)
    const [, path = '', format = ''] = /^(\/.*?)\.(json|atom|rss|txt)$/.exec(pathname) ?? []
    if (pathname === '/random' || path === '/random')
      return randomAnswer(format || null, searchParams, c.env.extras?.seen ?? [])
    if (path === '/tags' && format === 'json') return json({ items: (await listTags()).map(tagJson) })
    const id = /^\/b\/([1-9]\d{0,15})(?:\/[a-z0-9-]*)?$/.exec(path)?.[1]
    if (id) return bemoaningAnswer(Number(id), format)
    return format ? listAnswer(path, format, searchParams) : refuse('txt', missing)
  })
  return app
}
