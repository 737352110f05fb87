import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { pages } from '@/core/pages'
import { width } from '@/text/wrap'
import { ownServer } from '../server'
import { each, limits } from './helpers'

/** Every reading page of a fixed address, and one of each kind with an address of its own. */
const addresses = [
  ...pages.filter(({ kind, path }) => !kind && !/[:*]|\.\w+$/.test(path)).map(({ path }) => path),
  '/search?q=dns',
  '/why/1?list=/',
  '/t/ci',
  '/u/kettle',
  '/b/1',
  '/share/1',
  '/blog/randomart',
  '/nothing-here',
]

describe('a page in a terminal', () => {
  const server = ownServer()
  before(() => limits(server, 'off'))
  const asked = (path: string, headers: Record<string, string>) =>
    fetch(server.origin + path, { headers, redirect: 'follow' })

  test('is a text for curl, wget and whoever asks for text/plain', async () => {
    let pagesSeen = 0
    await each(
      addresses.map((path) => [path] as [string]),
      async (path) => {
        const page = await asked(path, { Accept: 'text/html' })
        await page.body?.cancel()
        // Some records are of files, and of folders without a page.
        if (!page.headers.get('content-type')?.startsWith('text/html')) return
        pagesSeen += 1
        const answer = await asked(path, { 'User-Agent': 'curl/8.14.1', Accept: '*/*' })
        assert.equal(answer.status, page.status)
        assert.equal(answer.headers.get('content-type'), 'text/plain; charset=utf-8')
        assert.match(answer.headers.get('vary') ?? '', /\bUser-Agent\b/)
        assert.match(answer.headers.get('cache-control') ?? '', /no-store/)
        const text = await answer.text()
        assert.ok(text.trim().length > 20, text)
        assert.doesNotMatch(text, /class="|<\/main>|&nbsp;|undefined$/m)
        assert.match(text, /[^\n]\n{1,2}$/)
        for (const line of text.split('\n'))
          assert.ok(width(line) <= 80 || /\S {2,}\S|^\s{2,}\S|https?:/.test(line), line)
      },
    )
    assert.ok(pagesSeen > 25, `${pagesSeen} pages`)
    for (const headers of [
      { 'User-Agent': 'Wget/1.21.3', Accept: '*/*' },
      { 'User-Agent': 'Mozilla/5.0', Accept: 'text/plain' },
    ])
      assert.match((await asked('/about', headers)).headers.get('content-type') ?? '', /^text\/plain/)
  })

  test('says what the page says', async () => {
    const text = await (await asked('/rules', { 'User-Agent': 'curl/8.14.1' })).text()
    assert.match(text, /^Rules\n\n 1\. Bemoan things/)
    const tags = await (await asked('/tags', { 'User-Agent': 'curl/8.14.1' })).text()
    assert.match(tags, /^C\+\+ \d+\b/m)
    assert.match(
      await (await asked('/randomart', { 'User-Agent': 'curl/8' })).text(),
      /\n\+--\[ED25519 256\]--\+\n/,
    )
  })

  test('stays a page for browsers and for programs that read pages', async () => {
    for (const headers of [
      { 'User-Agent': 'Mozilla/5.0', Accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' },
      { 'User-Agent': 'curl/8.14.1', Accept: 'text/html' },
      { 'User-Agent': 'Twitterbot/1.0', Accept: '*/*' },
      { 'User-Agent': 'w3m/0.5.3', Accept: 'text/html, text/*;q=0.5, image/*' },
    ])
      await each(
        ['/', '/about', '/b/1', '/search?q=dns'].map((path) => [path] as [string]),
        async (path) => {
          const answer = await asked(path, headers)
          assert.match(answer.headers.get('content-type') ?? '', /^text\/html/)
          assert.match(answer.headers.get('vary') ?? '', /\bAccept\b(?!-)/)
          // Where the name of the program decides, a shared cache keeps nothing.
          const named = headers.Accept === '*/*'
          assert.equal(
            /no-store/.test(answer.headers.get('cache-control') ?? ''),
            named,
            headers['User-Agent'],
          )
          await answer.body?.cancel()
        },
      )
  })
})
