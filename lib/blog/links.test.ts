import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { ownDatabase } from '@/tests/database'
import { postsIn } from './links'

ownDatabase()

const texts = [
  'See /blog/randomart.',
  'https://example.org/blog/randomart#rules and http://Example.org/blog/other?x=1, twice: /blog/other /blog/other',
  '[a tip](/blog/seven-second-ls) <https://a.b:8080/blog/x>',
  '/blog/tags/xen /blog/2026/11 /blog/series/xen-tips x/blog/no https://a.b/c/blog/no ../blog/no :/blog/no',
  'blog/no //blog/no /blog/ /BLOG/Loud /blog/a_b',
  'nothing',
]

test('the browser, the page and the database find the same posts in a text', async () => {
  for (const text of texts) {
    const { rows } = await db().execute<{ slug: string; host: string }>(
      sql`select slug, host from posts_in(${text})`,
    )
    const [mine, its] = [postsIn(text), rows].map((found) =>
      found.map(({ host, slug }) => `${host}/blog/${slug}`).sort(),
    )
    assert.deepEqual(mine, its, text)
  }
  assert.deepEqual(postsIn(texts[0] ?? ''), [{ slug: 'randomart', host: '' }])
  assert.deepEqual(postsIn(texts[3] ?? ''), [])
})
