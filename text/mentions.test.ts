import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderLinked, renderMarkdown } from './markdown'
import { namesIn } from './mentions'

const names = { handles: new Set(['ada', 'x_y']), ids: new Set([7, 1024]) }
const linked = (source: string) => renderLinked(source, names)
const hrefs = (source: string) => [...linked(source).html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)

test('handles and numbers that exist become links, as they were typed', () => {
  assert.equal(
    renderLinked('Thanks @Ada, see #1024.', names).html,
    '<p>Thanks <a href="/u/ada" rel="nofollow ugc noopener">@Ada</a>, see <a href="/b/1024" rel="nofollow ugc noopener">#1024</a>.</p>',
  )
  assert.deepEqual(hrefs('(@ada) *@x_y* **#7**\n\n> - @ada: #7'), [
    '/u/ada',
    '/u/x_y',
    '/b/7',
    '/u/ada',
    '/b/7',
  ])
  assert.deepEqual(linked('@x_y @ada @ada').named, ['x_y', 'ada'])
})

test('a dash or underscore that ends a sentence is not part of the handle', () => {
  assert.match(linked('@ada-- no').html, /<a href="\/u\/ada"[^>]*>@ada<\/a>-- no/)
})

test('names that do not exist, parts of words, addresses, code and links stay text', () => {
  for (const text of [
    '@bob',
    '#8',
    'me@ada',
    'a#7',
    '#7th',
    '#7-fold',
    '##7',
    '@@ada',
    '@ada@example',
    'https://example.org/@ada',
    '/b/#7',
    '#007',
    '`@ada #7`',
    '```\n@ada #7\n```',
    '    @ada #7',
    `@${'a'.repeat(21)}`,
  ])
    assert.ok(!hrefs(text).some((href) => href?.startsWith('/')), text)
  assert.deepEqual(hrefs('[@ada #7](https://example.org/)'), ['https://example.org/'])
  assert.deepEqual(linked('[@ada](https://example.org/) `@ada`').named, [])
})

test('without names nothing changes', () => {
  assert.equal(renderMarkdown('@ada #7'), '<p>@ada #7</p>')
})

test('the look-up is bounded', () => {
  const many = Array.from({ length: 400 }, (_, at) => `@user${at} #${at + 1}`).join(' ')
  const { handles, ids } = namesIn(many)
  assert.deepEqual([handles.length, ids.length], [50, 50])
  assert.deepEqual(namesIn('@Ada-, @ada. me@x.org'), { handles: ['ada-', 'ada'], ids: [] })
})
