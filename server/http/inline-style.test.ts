import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { respond } from '@/core/response'
import { CachedResponse } from '../cache/entry'
import { inlineStyle, isLanding } from './inline-style'
import { contentSecurityPolicy } from './security-headers'

const css = 'p{color:red}'
const link = '<link rel="stylesheet" href="/_next/a.css" data-precedence="next"/>'
const page = (body: string) => respond(200, body, { 'content-type': 'text/html; charset=utf-8' })

test('a page is not changed before the stylesheet is known', () => {
  const made = page(link)
  assert.equal(inlineStyle.within(made), made)
  assert.match(contentSecurityPolicy(), /style-src 'self';/)
})

test('the stylesheet replaces its link in the page, and the policy allows exactly this style', () => {
  inlineStyle.use('/_next/a.css', css)
  const { landing, etag } = new CachedResponse(page(`<head>${link}</head><p>ä ${link}</p>`), new Set())
  const text = landing.answer.body.toString()
  assert.match(
    text,
    /^<head><style>p{color:red}<\/style><link rel="preload" as="style" href="\/_next\/a.css" fetchpriority="low"\/><\/head><p>ä <link/,
  )
  assert.equal(landing.etag, etag, 'both forms say the same')
  const hash = createHash('sha256')
    .update(/<style>(.*?)<\/style>/.exec(text)?.[1] ?? '')
    .digest('base64')
  assert.ok(contentSecurityPolicy().includes(`style-src 'self' 'sha256-${hash}';`))
})

test('a response that is not a page, or links another stylesheet, is not changed', () => {
  for (const made of [
    respond(200, link, { 'content-type': 'text/plain' }),
    page('<link rel="stylesheet" href="/plain.css">'),
  ]) {
    const entry = new CachedResponse(made, new Set())
    assert.equal(entry.landing, entry)
  }
})

test('a stylesheet that would end its element early stays a file', () => {
  inlineStyle.use('/_next/b.css', 'p::after{content:"</STYLE >"}')
  assert.ok(
    !contentSecurityPolicy().includes(
      createHash('sha256').update('p::after{content:"</STYLE >"}').digest('base64'),
    ),
  )
})

test('requests from a page of ours, or not for a page, need no inline style', () => {
  assert.equal(isLanding({ 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' }), true)
  assert.equal(isLanding({ 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' }), true)
  for (const site of ['same-origin', 'same-site', undefined])
    assert.equal(isLanding({ 'sec-fetch-site': site, 'sec-fetch-dest': 'document' }), false)
  assert.equal(isLanding({ 'sec-fetch-site': 'none', 'sec-fetch-dest': 'empty' }), false)
  const early = { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document', 'sec-purpose': 'prefetch' }
  assert.equal(isLanding(early), false, 'what Chromium loads early has its stylesheet already')
  assert.equal(isLanding({}), false)
})
