import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { before, test } from 'node:test'
import { emptyContext } from '@/core/context'
import { drawWith } from '@/core/draw'
import { builtFiles, flightScript, stylesheetLink } from '@/server/next/markup'
import { cutPage, renderPage, startNext } from '@/server/next/pages'
import type { NodeHandler } from '@/server/next/render'
import { ownDatabase } from '../database'

// Checks the statements of docs/next.md about Next on the built pages. If one fails here, change it there.

ownDatabase()

let handler: NodeHandler
const pageOf = async (url: string, more: Partial<ReturnType<typeof emptyContext>> = {}) => {
  const context = { ...emptyContext(), url, ...more }
  const made = await renderPage(handler, 'example.org', url, context)
  return { made, context, html: made.body.toString() }
}

before(async () => {
  handler = await startNext({ dev: false, hostname: '127.0.0.1', port: 0 })
})

test('the build puts the files of the pages where we serve them from', () => {
  assert.ok(existsSync(builtFiles.folder), `next build no longer writes ${builtFiles.folder}`)
  const styles = readdirSync(builtFiles.folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.css'),
  )
  assert.equal(
    styles.length,
    1,
    'the pages have more than one stylesheet; only the first is put into the page',
  )
})

test('a page links its stylesheet in the one form that we can replace', async () => {
  const { html } = await pageOf('/about')
  const path = new RegExp(`"(${builtFiles.prefix}[^"]+\\.css)"`).exec(html)?.[1]
  assert.ok(path, 'a page no longer names a stylesheet of the build')
  assert.ok(
    html.includes(stylesheetLink(path)),
    'the link to the stylesheet is written otherwise: put the new form into server/next/markup.ts, or first visits cost a round trip more',
  )
})

test("a page is complete without the framework's scripts", async () => {
  const { html, context } = await pageOf('/about')
  assert.ok(
    html.includes(flightScript),
    'Next no longer carries the page twice: stripping scripts may not be needed',
  )
  const finished = cutPage(Buffer.from(html), context.parts).around.join('')
  assert.ok(!finished.includes(flightScript), 'a script of the framework is still there')
  assert.doesNotMatch(finished, /<script(?! src="\/[a-z]\.js)|modulepreload|<!--/)
  assert.match(finished, /<h1[\s>][\s\S]*<\/main>/, 'the page has lost its text')
  assert.doesNotMatch(
    finished,
    /<template|\shidden=""[^>]*>\s*<(?:p|h1|main)/,
    'something streams in later, which only a script can show',
  )
})

test('status and redirect come through the context, not from Next', async () => {
  const missing = await pageOf('/nothing-of-ours')
  assert.equal(missing.made.status, 200, 'Next gives a status of its own now: see server/pages.ts')
  assert.equal(missing.context.status, 404)
  const moved = await pageOf('/hot')
  assert.equal(moved.context.redirect, '/')
})

test('Next caches no page itself: each is rendered for its own request context', async () => {
  const [one, two] = [
    await pageOf('/about', { look: { theme: 'dark', compact: false } }),
    await pageOf('/about', { look: { theme: 'light', compact: false } }),
  ]
  assert.notEqual(one.html, two.html, 'Next keeps the page by itself, whoever asks')
})

test('each part leaves its mark in the page, as an element or among the attributes', async () => {
  const { renderToStaticMarkup } = await import('react-dom/server')
  drawWith(renderToStaticMarkup)
  const { html, context } = await pageOf('/about')
  assert.equal(context.parts.placed.length, 4, 'the reader’s attributes, the head, the content and the foot')
  const { around, parts } = cutPage(Buffer.from(html), context.parts)
  assert.equal(parts.length, 4, 'React escapes, drops or repeats a mark')
  assert.match(String(around[0]), /<html lang="en"$/, 'the attributes stand elsewhere')
  assert.doesNotMatch(around.join(''), /part[0-9a-f]{32}|data-part/)
})
