import { paths } from '@/core/paths'
import { fail, ok, type Result } from '@/core/result'
import { absolute, siteTitle } from '@/core/site'
import { exactTime } from '@/core/time'
import type { Card } from '@/lib/bemoaning'
import { embedCode, embedHeight, embedWidth } from '@/lib/bemoaning'
import { escapeHtml } from '@/text/escape'
import { json, xml } from './responses'
import { element, textElement } from './xml'

const frame = (title: string, main: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/embed.css">
<base target="_blank">
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`

const html = (status: number, body: string) =>
  new Response(body, { status, headers: { 'content-type': 'text/html; charset=utf-8' } })

/** Renders a bemoaning as a page for iframes on other sites: no personal data, no controls, no script. */
export function embedded(card: Card): Response {
  const href = escapeHtml(absolute(paths.bemoaning(card.id, card.body)))
  const by = card.author
    ? `<a href="${escapeHtml(absolute(paths.user(card.author)))}" rel="noopener">${escapeHtml(card.author)}</a>`
    : 'anonymous'
  const state = card.state === 'broken' ? '' : ` · ${card.state}`
  return html(
    200,
    frame(
      `#${card.id}`,
      `<article>
<p class="number"><a href="${href}" rel="noopener">${card.id}</a></p>
<div>
<h1 class="text" dir="auto"><a href="${href}" rel="noopener">${escapeHtml(card.body).replaceAll('\n', '<br>')}</a> <span class="stamp">IBTSOCS</span></h1>
<p class="line">${by} · <time datetime="${card.createdAt.toISOString()}" title="${exactTime(card.createdAt)}">${card.createdAt.toISOString().slice(0, 10)}</time>${state} · + ${card.votes.bemoan} bemoan this too · ! ${card.votes.self_inflicted} self-inflicted</p>
</div>
</article>`,
    ),
  )
}

/** The iframe page for a bemoaning that does not exist, or no longer does. */
export const embedMissing = (status: number, why: string): Response =>
  html(
    status,
    frame(
      'Not here',
      `<h1 class="text">${escapeHtml(why)}</h1>
<p class="line"><a href="${escapeHtml(absolute('/'))}" rel="noopener">IBTSOCS</a></p>`,
    ),
  )

const pixels = (text: string | null): number | null =>
  text === null ? Number.POSITIVE_INFINITY : /^[1-9]\d{0,4}$/.test(text) ? Number(text) : null

/** Describes a bemoaning as oEmbed 1.0, within the `maxwidth` and `maxheight` of the request. */
export function oembedOf(card: Card, query: URLSearchParams): Result<Response> {
  const format = query.get('format') ?? 'json'
  if (format !== 'json' && format !== 'xml') return fail('bad-request', 'format is json or xml.')
  const [widest, tallest] = [pixels(query.get('maxwidth')), pixels(query.get('maxheight'))]
  if (widest === null || tallest === null) return fail('bad-request', 'maxwidth and maxheight are pixels.')
  const width = Math.min(embedWidth, widest)
  const height = Math.min(embedHeight(card.body, width), tallest)
  const fields = {
    version: '1.0',
    type: 'rich',
    title: card.body,
    author_name: card.author ?? 'anonymous',
    ...(card.author ? { author_url: absolute(paths.user(card.author)) } : {}),
    provider_name: siteTitle,
    provider_url: absolute('/'),
    cache_age: 3_600,
    html: embedCode(card, width).replace(/height="\d+"/, `height="${height}"`),
    width,
    height,
    thumbnail_url: absolute(paths.picture(card.id)),
    thumbnail_width: 1200,
    thumbnail_height: 630,
  }
  if (format === 'json') return ok(json(fields))
  const parts = Object.entries(fields).map(([name, value]) => textElement(name, String(value)))
  return ok(
    xml(
      `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n${element('oembed', {}, ...parts)}\n`,
      'text/xml',
    ),
  )
}
