import { Hono } from 'hono'
import { cacheTags } from '@/core/cache-tags'
import { context } from '@/core/context'
import { cookie, cookieNames } from '@/core/cookies'
import { drawnCookie, drawnIds } from '@/core/drawn'
import { files, paths } from '@/core/paths'
import { fail } from '@/core/result'
import { absolute, siteTitle } from '@/core/site'
import {
  drawRandom,
  findBemoaning,
  findFate,
  findPermalink,
  newestBodies,
  type Permalink,
} from '@/lib/bemoaning'
import { listComments } from '@/lib/comment'
import { bemoaningPicture, pagePicture } from '@/lib/picture'
import { listTags } from '@/lib/tag'
import { formatFortune } from '@/text/fortune'
import type { ApiEnv } from '../gate/endpoint'
import { bemoaningJson, commentJson, standingJson, tagJson } from '../v1/json'
import { blogAnswer, postFile } from './blog'
import { embedded, embedMissing, oembedOf } from './embed'
import { exportAnswer } from './export'
import { atomFeed, cardEntry, type FeedDocument, lastChange, rssFeed } from './feeds'
import { nextOf, readList, selfOf } from './lists'
import { logAnswer } from './log'
import { randomartAnswer } from './randomart'
import { refuse } from './refuse'
import { json, text, xml } from './responses'
import { stateAsCard, stateAsCsv, stateAsJson } from './state'
import { cardText, listText, threadText } from './text'
import { knownHosts, openSearch, robots, securityText, sitemap, speculation } from './well-known'

/** The same by another address. Text browsers follow no 308. */
const moved = (location: string): Response =>
  new Response(`Moved to ${location}\n`, {
    status: 301,
    headers: { location, 'content-type': 'text/plain; charset=utf-8' },
  })

const missing = fail('not-found', 'Nothing is at this address.')

async function listAnswer(path: string, format: string, query: URLSearchParams): Promise<Response> {
  const token = query.get('token')
  if (token !== null && !context().viewer)
    return refuse(
      format,
      fail('signed-out', 'This private address no longer works. Make a new one at /settings/reading.'),
    )
  const old = /^\/u\/([a-z0-9_-]{3,20})$/.exec(path)?.[1]
  // Readers of feeds look for what is new; programs and people get the page's own order.
  const isFeed = format === 'atom' || format === 'rss'
  const list = await readList(path, query, isFeed)
  if (!list.ok) return refuse(format, list)
  // A former handle redirects to the list under the present one.
  if (old && list.value.path !== path) return moved(selfOf(list.value, format, token))
  const next = nextOf(list.value, format, token)
  const modified = { 'last-modified': lastChange(list.value.items.map(cardEntry)).toUTCString() }
  if (format === 'json')
    return json({ items: list.value.items.map((card) => bemoaningJson(card)), next: list.value.next })
  if (format === 'txt') return text(listText(`${list.value.title} · ${siteTitle}`, list.value.items, next))
  const items = list.value.items.map(cardEntry)
  const document: FeedDocument = { ...list.value, items, self: selfOf(list.value, format, token), next }
  if (format === 'atom') return xml(atomFeed(document), 'application/atom+xml', modified)
  return xml(rssFeed(document), 'application/rss+xml', modified)
}

/**
 * Returns a published bemoaning, or the response that says why there is none.
 * @param elsewhere the same address for the bemoaning it was merged into
 */
async function readPermalink(
  id: number,
  format: string,
  elsewhere: (id: number) => string,
): Promise<Permalink | Response> {
  context().tags.add(cacheTags.bemoaning(id))
  if (!Number.isSafeInteger(id)) return refuse(format, missing)
  const found = await findPermalink(id)
  if (found) return found
  const fate = await findFate(id, null)
  if (fate?.mergedInto) return moved(elsewhere(fate.mergedInto.id))
  return refuse(
    format,
    fate?.status === 'removed'
      ? fail('gone', `Removed: ${fate.reason ?? 'its author deleted it'}.`)
      : fail('not-found', 'We can’t find that bemoaning.'),
  )
}

async function bemoaningAnswer(id: number, format: string): Promise<Response> {
  const found = await readPermalink(id, format, (other) => `${paths.shortBemoaning(other)}.${format}`)
  if (found instanceof Response) return found
  const { card } = found
  const comments = await listComments(id, card.remedyId)
  const items = comments.ok ? comments.value.items : []
  if (format === 'json')
    return json({
      ...bemoaningJson(card),
      standing: standingJson(found),
      comment_items: items.map((item) => commentJson(item)),
    })
  if (format === 'txt') return text(threadText(found, items))
  const path = paths.bemoaning(card.id, card.body)
  const document: FeedDocument = {
    title: `#${card.id}`,
    description: card.body,
    path,
    self: `/b/${card.id}.${format}`,
    next: null,
    items: [cardEntry(card)],
  }
  const modified = { 'last-modified': lastChange([cardEntry(card)]).toUTCString() }
  return format === 'atom'
    ? xml(atomFeed(document), 'application/atom+xml', modified)
    : xml(rssFeed(document), 'application/rss+xml', modified)
}

/** Responds with a random bemoaning. Recent draws are remembered in a cookie only. */
async function randomAnswer(
  format: string | null,
  query: URLSearchParams,
  drawn: readonly number[],
): Promise<Response> {
  const tag = query.get('tag') ?? undefined
  const id = await drawRandom(drawn, tag)
  const card = id === null ? null : await findBemoaning(id)
  if (!card)
    return refuse(format ?? 'txt', fail('not-found', 'Nobody has bemoaned anything yet. You could be first.'))
  const headers = {
    'set-cookie': cookie(cookieNames().drawn, drawnCookie(card.id, drawn), null),
  }
  if (format === 'txt') return text(cardText(card), headers)
  if (format === 'json') return json(bemoaningJson(card), headers)
  return new Response(null, {
    status: 303,
    headers: { ...headers, location: paths.drawn(card.id, card.body, tag) },
  })
}

/** Returns the id in any URL at which this site shows a bemoaning: with a slug or without, a query, a fragment, a format. */
function bemoaningIn(address: string): number | null {
  const base = absolute('/')
  if (!URL.canParse(address, base)) return null
  const { origin, pathname } = new URL(address, base)
  const id = /^\/b\/([1-9]\d{0,14})(?:\/.*|\.(?:txt|json))?$/.exec(pathname)?.[1]
  return id && origin === absolute('') ? Number(id) : null
}

async function oembed(query: URLSearchParams): Promise<Response> {
  const id = bemoaningIn(query.get('url') ?? '')
  if (id === null)
    return refuse('json', fail('not-found', 'This address doesn’t lead to a bemoaning on this site.'))
  const found = await readPermalink(
    id,
    'json',
    (other) => `/oembed?url=${encodeURIComponent(absolute(paths.shortBemoaning(other)))}`,
  )
  if (found instanceof Response) return found
  const made = oembedOf(found.card, query)
  return made.ok ? made.value : refuse('json', made)
}

/** Always responds with a page, because the response is shown in an iframe. */
async function embed(id: number): Promise<Response> {
  const found = await readPermalink(id, 'json', paths.embed)
  if (!(found instanceof Response)) return embedded(found.card)
  if (found.status === 301) return found
  const { detail } = (await found.json()) as { detail: string }
  return embedMissing(found.status, detail)
}

async function picture(id: number): Promise<Response> {
  const found = await readPermalink(id, 'json', paths.picture)
  if (found instanceof Response) return found
  const { card } = found
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

/** The routes for programs outside the API: feeds, text, pictures, sitemap. */
export function createFormats(): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  app.get('/fortune', async () => {
    context().tags.add(cacheTags.removals)
    return text(formatFortune((await newestBodies(1_000)).map(({ body }) => body)).trimEnd())
  })
  app.get('/sitemap.xml', sitemap)
  app.get('/robots.txt', robots)
  app.get('/opensearch.xml', openSearch)
  app.get('/speculation.json', speculation)
  app.get('/.well-known/security.txt', securityText)
  app.get(files.knownHosts, () => knownHosts() ?? refuse('txt', missing))
  app.get('/state/card.svg', stateAsCard)
  for (const [path, answer] of [
    ['/state.json', stateAsJson],
    ['/state.csv', stateAsCsv],
  ] as const) {
    app.get(path, async (c) => {
      const made = await answer(new URL(c.req.url).searchParams)
      return made.ok ? made.value : refuse('json', made)
    })
  }
  app.get('/embed/b/:id{[0-9]{1,16}}', (c) => embed(Number(c.req.param('id'))))
  app.get(paths.exportFile, (c) =>
    exportAnswer(c.env.extras, (c.req.header('accept') ?? '').includes('text/html')),
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
  app.get('/:file{randomart\\.(?:txt|svg|png)}', (c) =>
    randomartAnswer(c.req.param('file').slice(-3), new URL(c.req.url).searchParams),
  )
  app.get('/blog/:slug/:file{[a-z0-9][a-z0-9.-]*\\.(?!(?:json|atom|rss|txt|md)$)[a-z]+}', (c) =>
    postFile(c.req.param('slug'), c.req.param('file')),
  )
  app.get('*', async (c) => {
    const { pathname, searchParams } = new URL(c.req.url)
    const [, path = '', format = ''] = /^(\/.*?)\.(json|atom|rss|txt|md)$/.exec(pathname) ?? []
    if (pathname === '/random' || path === '/random')
      return randomAnswer(format || null, searchParams, drawnIds(c.env.extras?.drawn ?? ''))
    if (path === paths.tags && format === 'json') {
      context().tags.add(cacheTags.tags)
      return json({ items: (await listTags()).map(tagJson) })
    }
    const id = /^\/b\/([1-9]\d{0,15})(?:\/[a-z0-9-]*)?$/.exec(path)?.[1]
    if (id) return bemoaningAnswer(Number(id), format)
    if (path === paths.blog || path.startsWith('/blog/')) return blogAnswer(path, format, searchParams)
    if (path === paths.log) return logAnswer(format, searchParams)
    return format && format !== 'md' ? listAnswer(path, format, searchParams) : refuse('txt', missing)
  })
  return app
}
