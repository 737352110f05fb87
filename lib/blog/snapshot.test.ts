import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BlogIndex, Post } from './compiled'
import { placeAt } from './place'
import { choices, comboOf, snapshotAt } from './snapshot'
import { stem } from './stem'

const post = (slug: string, publishAt: string, tags: string[], more: Partial<Post> = {}): Post => ({
  slug,
  title: slug,
  description: '',
  publishAt,
  updated: null,
  tags,
  series: null,
  origin: null,
  changelog: [],
  cures: { tags: [], bemoanings: [] },
  headings: [],
  html: '',
  feedHtml: '',
  text: slug,
  markdown: '',
  words: 1,
  scripts: [],
  files: {},
  recipe: null,
  alike: [],
  ...more,
})

const tag = (name: string, aliases: string[] = [], merged: string[] = []) => ({
  name,
  label: name.toUpperCase(),
  description: name,
  aliases,
  'merged-from': merged,
  for: 'all' as const,
})

const index: BlogIndex = {
  posts: [
    post('a', '2026-01-01T00:00:00.000Z', ['xen', 'ssh'], { series: { id: 'tips', part: 2 } }),
    post('b', '2026-01-02T00:00:00.000Z', ['xen'], { series: { id: 'tips', part: 1 } }),
    post('c', '2026-02-01T00:00:00.000Z', ['xen', 'ssh', 'ci', 'soup']),
    post('later', '2026-03-01T00:00:00.000Z', ['xen', 'kept']),
  ],
  tags: [tag('xen', ['dom0']), tag('ssh', [], ['rsh']), tag('ci'), tag('soup'), tag('kept'), tag('unused')],
  series: [{ id: 'tips', label: 'Tips', description: 'Some.' }],
}
const at = Date.parse('2026-02-15T00:00:00Z')
const now = snapshotAt(index, at)
const list = (path: string) => {
  const place = placeAt(path, now)
  return place?.kind === 'list' ? place.list : null
}
const slugs = (path: string) => list(path)?.posts.map(({ slug }) => slug)
const movedTo = (path: string) => {
  const place = placeAt(path, now)
  return place?.kind === 'moved' ? place.to : null
}

test('each list holds exactly its posts, newest first; a series its parts in order', () => {
  assert.deepEqual(slugs('/blog'), ['c', 'b', 'a'])
  assert.deepEqual(slugs('/blog/tags/xen'), ['c', 'b', 'a'])
  assert.deepEqual(slugs('/blog/tags/ssh+xen'), ['c', 'a'])
  assert.deepEqual(slugs('/blog/tags/ci+ssh+xen'), ['c'])
  assert.deepEqual(slugs('/blog/2026'), ['c', 'b', 'a'])
  assert.deepEqual(slugs('/blog/2026/01'), ['b', 'a'])
  assert.deepEqual(slugs('/blog/series/tips'), ['b', 'a'])
})

test('tags that narrow a list show how many posts are left', () => {
  const more = list('/blog/tags/xen')?.more.map(({ tag: { name }, count }) => [name, count])
  assert.deepEqual(more, [
    ['ssh', 2],
    ['ci', 1],
    ['soup', 1],
  ])
  assert.deepEqual(
    list('/blog/tags/ssh+xen')?.more.map(({ tag: { name } }) => name),
    ['ci', 'soup'],
  )
  assert.deepEqual(list('/blog/tags/ci+ssh+xen')?.more, [], 'three are the most')
})

test('other orders, aliases and upper case redirect to the canonical URL', () => {
  for (const [asked, to] of [
    ['/blog/tags/xen+ssh', '/blog/tags/ssh+xen'],
    ['/blog/tags/dom0', '/blog/tags/xen'],
    ['/blog/tags/rsh+dom0', '/blog/tags/ssh+xen'],
    ['/blog/tags/xen+dom0', '/blog/tags/xen'],
    ['/blog/tags/xen+xen', '/blog/tags/xen'],
    ['/blog/tags/XEN', '/blog/tags/xen'],
    ['/blog/tags/ssh%2Bxen', '/blog/tags/ssh+xen'],
    ['/blog/tags/%78en', '/blog/tags/xen'],
  ] as const)
    assert.equal(movedTo(asked), to, asked)
})

test('unknown paths return null', () => {
  for (const path of [
    ...[
      '/blog/later',
      '/blog/2026/03',
      '/blog/2025',
      '/blog/2026/13',
      '/blog/tags/nope',
      '/blog/tags/xen+nope',
      '/blog/tags/kept',
      '/blog/tags/unused',
    ],
    ...[
      '/blog/tags/a+b+c+d',
      '/blog/tags/ci+soup+ssh+xen',
      '/blog/tags/',
      '/blog/tags/+',
      '/blog/series/nope',
      '/blog/a/b',
      '/blog/A',
      '/blog/..',
      '/blog/%',
      '/blog/__proto__',
      '/blog/constructor',
    ],
  ])
    assert.equal(placeAt(path, now), null, path)
  assert.deepEqual(slugs('/blog/tags/ci+xen'), ['c'])
})

test('a post appears in every list at its time, not before', () => {
  assert.equal(now.until, Date.parse('2026-03-01T00:00:00Z'))
  const before = snapshotAt(index, now.until - 1)
  const after = snapshotAt(index, now.until)
  assert.ok(!JSON.stringify([before.posts, [...before.byTags], [...before.byTime]]).includes('later'))
  assert.equal(after.posts[0]?.slug, 'later')
  assert.equal(after.until, Number.POSITIVE_INFINITY)
  assert.ok(placeAt('/blog/tags/kept', after))
})

test('a set of tags has one name', () => {
  assert.equal(comboOf(['b', 'a', 'b']), 'a+b')
  assert.equal(choices(['a', 'b', 'c', 'd', 'e', 'f']).length, 6 + 15 + 20)
})

test('words are found by their stems', () => {
  for (const [a, b] of [
    ['listings', 'listing'],
    ['cutting', 'cut'],
    ['named', 'name'],
    ['keys', 'key'],
    ['caches', 'cache'],
    ['Stories', 'story'],
  ] as const)
    assert.equal(stem(a), stem(b), a)
  assert.equal(stem('bus'), 'bus')
  assert.notEqual(stem('string'), stem('str'))
})
