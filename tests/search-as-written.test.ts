import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import { parse } from 'yaml'
import { z } from 'zod'
import { searchPosts } from '@/lib/blog'
import { findSimilar, searchBemoanings } from '@/tests/indexed'
import { databaseReady, ownDatabase } from './database'
import { aBemoaning, aUser } from './makers'

ownDatabase()

const { texts, queries } = z
  .strictObject({
    texts: z.record(z.string(), z.string()),
    queries: z.array(
      z.strictObject({ q: z.string(), first: z.string().optional(), none: z.literal(true).optional() }),
    ),
  })
  .parse(parse(readFileSync('tests/search-as-written.yaml', 'utf8')))

const keys = new Map<number, string>()

before(async () => {
  await databaseReady()
  const author = await aUser()
  for (const [key, body] of Object.entries(texts)) keys.set(await aBemoaning(author, body), key)
})

test('every listed query finds its text as it was written', async () => {
  assert.ok(queries.length >= 60)
  const wrong: string[] = []
  for (const { q, first, none } of queries) {
    const found = await searchBemoanings(q)
    assert.ok(found.ok, q)
    const got = found.value.items.map(({ id }) => keys.get(id))
    if (none ? got.length > 0 : got[0] !== first)
      wrong.push(`${q}: ${got.slice(0, 3)} instead of ${first ?? 'none'}`)
  }
  assert.deepEqual(wrong, [])
})

test('a result shows the text as it was written, with the matches marked', async () => {
  for (const [q, hit] of [
    ['“works”', 'works'],
    ['O’Hara', 'O’Hara'],
    ['stdio.h', 'stdio'],
    ['数据库', '数据库'],
    ['🔥', '🔥'],
    ['documentation', 'docu\u00admen\u00adtation'],
    ['file', 'ﬁle'],
    ['C++11', 'C++11'],
    ['C++ auto', 'C++'],
    ['λόγος', 'ΛΟΓΟΣ'],
  ] as const) {
    const found = await searchBemoanings(q)
    assert.ok(found.ok)
    const [card] = found.value.items
    const pieces = found.value.matches.get(card?.id ?? 0)?.text ?? []
    assert.equal(pieces.map(({ text }) => text).join(''), card?.body)
    assert.ok(
      pieces.some((piece) => piece.hit && hit.includes(piece.text)),
      `${q}: ${JSON.stringify(pieces)}`,
    )
  }
})

test('similar texts are found in every script', async () => {
  for (const [body, key] of [
    ['数据库备份成功了，可是备份在哪里没有人知道', 'chinese'],
    ['Сервер снова упал в пятницу, Ёлка горит', 'russian'],
    ['The build server “works” again until somebody looks', 'curly'],
    ['#include <stdio.h> is the first line of it', 'include'],
  ] as const) {
    const [first] = await findSimilar(body)
    assert.equal(keys.get(first?.id ?? 0), key, body)
  }
})

test('posts are found by the same words', () => {
  const slugs = (q: string) => searchPosts(q, 50).map(({ post }) => post.slug)
  assert.ok(slugs('randomart').includes('randomart'))
  assert.deepEqual(slugs('“public key”'), slugs('"public key"'))
  assert.ok(slugs('“public key”').length > 0)
  assert.deepEqual(slugs('ssh-keygen'), slugs('"ssh keygen"'))
  assert.ok(slugs('ssh-keygen').length > 0)
  assert.deepEqual(slugs('→'), [])
  for (const { excerpt, post } of searchPosts('ssh-keygen', 50))
    assert.ok(
      excerpt.length === 0 ||
        post.text.replace(/\s+/g, ' ').includes(
          excerpt
            .map(({ text }) => text)
            .join('')
            .trim(),
        ),
      post.slug,
    )
})
