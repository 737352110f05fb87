import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { mf2 } from 'microformats-parser'
import { compileBlog } from '@/tools/blog/compile'
import { contentFolder } from '../blog-content'
import { ownServer } from '../server'
import { cases, each, limits } from './helpers'
import { contentsOf } from './xml'

const soon = new Date(Date.now() + 40_000)
const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString().replace('.000', '')

const hostile = 'CDATA ]]> <![CDATA[ & <b> "quotes" \' \u202e 🙂'
const { path, remove } = contentFolder([
  ...Array.from({ length: 25 }, (_, i) => ({
    slug: `plain-${i}`,
    front: { publishAt: day(i + 1), tags: ['xen', ...(i % 2 ? ['ssh'] : [])] },
    body: `## Heading\n\nWords of number ${i}, see [the first](/blog/plain-0), [below](#heading) and [away](https://example.org/).\n\n![A dot](dot.png)\n`,
    files: { 'dot.png': 'png' },
  })),
  { slug: 'part-one', front: { series: { id: 'tips', part: 1 }, tags: ['soup'] } },
  {
    slug: 'part-two',
    front: {
      series: { id: 'tips', part: 2 },
      tags: ['soup', 'recipe'],
      title: hostile,
      updated: day(40),
      changelog: [{ date: '2026-02-09', text: 'A comma.' }],
      origin: { date: '2010-01-02', what: 'a note' },
    },
    body: `Text with ${hostile.replace('<b>', '\\<b>')}\n\n\`\`\`bash run\necho x\n\`\`\`\n`,
  },
  {
    slug: 'zqdraft',
    front: { draft: true, tags: ['xen'], title: 'zqdraft title' },
    body: 'zqdraftword in a text.',
  },
  {
    slug: 'zqlater',
    front: { publishAt: '2126-01-01', tags: ['xen', 'ci'], title: 'zqlater title' },
    body: 'zqlaterword in a text.',
    files: { 'zqlater.png': 'x' },
  },
  {
    slug: 'zqsoon',
    front: {
      publishAt: soon.toISOString().replace(/\.\d+/, ''),
      tags: ['xen', 'recipe'],
      title: 'zqsoon title',
    },
    body: 'zqsoonword in a text.',
  },
])
const folder = mkdtempSync(join(tmpdir(), 'blog-'))
const file = join(folder, 'blog.json')
const { index, faults } = await compileBlog(path)
writeFileSync(file, JSON.stringify(index))

describe('the blog', () => {
  const server = ownServer({ BLOG_INDEX: file })
  before(async () => {
    assert.deepEqual(faults, [])
    await limits(server, 'off')
  })
  after(() => {
    remove()
    rmSync(folder, { recursive: true, force: true })
  })
  const get = (at: string, headers: Record<string, string> = {}) => server.send('GET', at, { headers })
  const html = async (at: string) => {
    const answer = await get(at, { Accept: 'text/html' })
    assert.equal(answer.status, 200, at)
    return answer.text()
  }

  /** Every output that could show a post. */
  const outputs = [
    ...[
      '',
      '/tags',
      '/series',
      '/tags/xen',
      '/tags/ci',
      '/tags/ci+xen',
      '/tags/recipe+xen',
      '/2026',
      '/2026/11',
      '/2126',
      '/series/tips',
      '/plain-1',
      '/plain-0',
    ].flatMap((at) => ['', '.atom', '.rss', '.json', '.txt', '.md'].map((format) => `/blog${at}${format}`)),
    ...['zqdraft', 'zqlater', 'zqsoon'].flatMap((slug) =>
      ['', '.md', '.txt', '.json', '.atom', '.rss', '/picture.png', `/${slug}.png`].map(
        (rest) => `/blog/${slug}${rest}`,
      ),
    ),
    ...['zqdraftword', 'zqlaterword', 'zqsoonword', 'title'].flatMap((q) =>
      ['bemoanings', 'blog', 'all'].flatMap((type) => [
        `/search?q=${q}&type=${type}`,
        `/api/v1/search?q=${q}&type=${type}`,
      ]),
    ),
    ...['zqdraft', 'zqlater', 'zqsoon'].map((slug) => `/api/v1/posts/${slug}/comments`),
    ...[
      '/sitemap.xml',
      '/',
      '/t/xen',
      '/tags',
      '/b/1',
      '/api/v1/tags',
      '/api/v1/openapi.json',
      '/blog?limit=100',
      '/blog.json?limit=100',
    ],
  ]
  const found = async (...words: readonly string[]): Promise<string[]> => {
    const hits: string[] = []
    for (const at of outputs) {
      const answer = await get(at, at.includes('.') ? {} : { Accept: 'text/html' })
      assert.ok(answer.status < 500, `${at}: ${answer.status}`)
      const asked = /q=(\w+)/.exec(at)?.[1] ?? '\0'
      const text = `${answer.headers.get('location')}${await answer.text()}`
        .replaceAll(asked, '')
        .replaceAll(at, '')
      if (words.some((word) => text.includes(word))) hits.push(`${at} ${answer.status}`)
    }
    return hits
  }

  test('drafts and scheduled posts are in no output at all', async () => {
    // All in one pass: it must end before the first of them is published.
    assert.deepEqual(await found('zqdraft', 'zqlater', 'zqsoon'), [])
    assert.ok(Date.now() < soon.getTime(), 'the walk took too long to say anything of what appears soon')
    for (const slug of ['zqdraft', 'zqlater', 'zqsoon', 'nope'])
      assert.equal((await get(`/blog/${slug}`, { Accept: 'text/html' })).status, 404, slug)
    assert.ok((await found('plain-24')).length > 5, 'the walk finds what is there')
    await each(cases('/blog/zqlater/comments /blog/zqdraft/comments'), async (at) => {
      const answer = await server.send('POST', at, { form: { body: 'x' } })
      assert.ok([401, 404].includes(answer.status))
    })
  })

  test('and appear everywhere at their time, without a deploy', async () => {
    await sleep(Math.max(0, soon.getTime() - Date.now()) + 700)
    const hits = await found('zqsoon')
    for (const at of [
      '/blog',
      '/blog.atom',
      '/blog.json',
      '/blog/tags/xen',
      '/blog/tags/recipe+xen',
      '/blog/zqsoon',
      '/blog/zqsoon.md',
      '/search?q=zqsoonword&type=blog',
      '/api/v1/search?q=title&type=all',
    ])
      assert.ok(
        hits.some((hit) => hit === `${at} 200`),
        `${at}: ${hits.join(', ')}`,
      )
    assert.match(await (await get('/blog/zqsoon/picture.png')).text(), /PNG/)
    assert.deepEqual(await found('zqlater'), [])
  })

  test('lists page without repeats and gaps', async () => {
    const seen: string[] = []
    let at: string | null = '/blog/tags/xen'
    while (at !== null) {
      const page: string = await html(at)
      seen.push(
        ...[...page.matchAll(/class="u-url p-name" href="\/blog\/([^"]+)"/g)].map(([, slug = '']) => slug),
      )
      at = /<a href="([^"]+)" rel="next"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? null
    }
    assert.equal(seen.length, 26)
    assert.equal(new Set(seen).size, 26)
    assert.equal((await get('/blog?after=forged.aaaaaaaaaaa', { Accept: 'text/html' })).status, 400)
    const other = /after=([^"&]+)/.exec(await html('/blog'))?.[1]
    assert.equal((await get(`/blog/tags/xen.json?after=${other}`)).status, 400, 'a cursor of another list')
    for (const limit of ['0', '-1', '1e9', 'x', '101'])
      assert.equal((await get(`/blog.atom?limit=${limit}`)).status, 400, limit)
    assert.equal((await get('/blog.atom?limit=3&limit=4')).status, 400)
  })

  test("variants of a tag's address redirect to one form with 301, in every format", async () => {
    for (const [asked, to] of [
      ['/blog/tags/xen+ssh', '/blog/tags/ssh+xen'],
      ['/blog/tags/broth', '/blog/tags/soup'],
      ['/blog/tags/broth.atom', '/blog/tags/soup.atom'],
      ['/blog/tags/xen+ssh.json', '/blog/tags/ssh+xen.json'],
      ['/blog/tags/ssh%2Bxen', '/blog/tags/ssh+xen'],
    ] as const) {
      const answer = await get(asked, asked.includes('.') ? {} : { Accept: 'text/html' })
      assert.equal(answer.status, 301, asked)
      assert.equal(answer.headers.get('location'), to)
    }
    await each(
      cases(
        '/blog/tags/nope /blog/tags/xen+nope /blog/tags/a+b+c+d /blog/tags/%00 /blog/tags/%ff /blog/tags/xen%20ssh /blog/tags/..%2f /blog/tags/xen/ssh /blog/2026/99 /blog/9999 /blog/tags/nope.atom /blog/series/nope.rss /blog/nope.md /blog/plain-1/nope.png%2findex.md /blog/plain-1/__proto__',
      ),
      async (at) => {
        const { status } = await get(at, { Accept: 'text/html' })
        assert.ok([400, 404].includes(status), `${status}`)
      },
    )
  })

  test('feeds are complete: valid, absolute, with stable ids and full text, and 304 when unchanged', async () => {
    const feeds = [
      '/blog',
      '/blog/tags/xen',
      '/blog/tags/soup',
      '/blog/series/tips',
      '/blog/2026',
      '/blog/part-two',
    ]
    for (const base of feeds) {
      for (const format of ['atom', 'rss'] as const) {
        const answer = await get(`${base}.${format}`)
        const text = await answer.text()
        assert.equal(answer.status, 200)
        const titles = contentsOf(text, 'title')
        assert.ok(titles.length > 1)
        for (const [, address = ''] of text.matchAll(
          /(?:href="|<link>|<id>|<guid[^>]*>|<uri>|<icon>)([^"<]+)/g,
        ))
          assert.ok(address.startsWith(`${server.origin}/`), address)
        for (const content of contentsOf(text, format === 'atom' ? 'content' : 'description').slice(
          format === 'rss' ? 1 : 0,
        )) {
          assert.doesNotMatch(content, /(?:href|src)="(?!https?:\/\/)|origin\.invalid|<script|\sstyle=/)
          assert.match(content, /<p>/)
        }
        if (format === 'atom') checkAtom(text)
        else checkRss(text)
        const [etag, modified] = ['etag', 'last-modified'].map((name) => answer.headers.get(name) ?? '')
        assert.ok(etag && Number.isFinite(Date.parse(modified ?? '')), base)
        assert.equal((await get(`${base}.${format}`, { 'If-None-Match': etag ?? '' })).status, 304)
        assert.equal((await get(`${base}.${format}`, { 'If-Modified-Since': modified ?? '' })).status, 304)
      }
      const answer = await get(`${base}.json`)
      assert.equal(answer.headers.get('content-type'), 'application/feed+json; charset=utf-8')
      checkJsonFeed((await answer.json()) as Record<string, unknown>, server.origin)
      assert.equal(
        (await get(`${base}.json`, { 'If-None-Match': answer.headers.get('etag') ?? '' })).status,
        304,
      )
    }
    const page = await html('/blog/tags/soup')
    for (const [type, format] of [
      ['application/atom+xml', 'atom'],
      ['application/rss+xml', 'rss'],
      ['application/feed+json', 'json'],
    ])
      assert.ok(
        page.includes(`rel="alternate" type="${type}" href="${server.origin}/blog/tags/soup.${format}"`),
        `${type} is discovered`,
      )
  })

  test('microformats match the page', async () => {
    const page = mf2(await html('/blog/part-two'), { baseUrl: server.origin })
    const [entry] = page.items.filter(({ type }) => type?.includes('h-entry'))
    const properties = entry?.properties ?? {}
    assert.deepEqual(properties.name, [hostile.replace(/\s+/g, ' ')])
    assert.deepEqual(properties.published, ['2026-01-02T03:04:00.000Z'])
    assert.deepEqual(properties.updated, ['2026-02-09T00:00:00.000Z'])
    assert.deepEqual(properties.url, [`${server.origin}/blog/part-two`])
    assert.deepEqual(properties.category, ['soup', 'recipe'])
    assert.equal(properties.content?.length, 1)
    const [author] = (properties.author ?? []) as { type?: string[]; properties?: Record<string, unknown> }[]
    assert.deepEqual(author?.type, ['h-card'])
    assert.deepEqual(author?.properties?.name, ['The IBTSOCS project'])
    const list = mf2(await html('/blog'), { baseUrl: server.origin })
    const [feed] = list.items.filter(({ type }) => type?.includes('h-feed'))
    assert.equal(feed?.children?.length, 20)
    assert.ok(
      feed?.children?.every((child) => 'properties' in child && (child.properties?.url?.length ?? 0) > 0),
    )
  })

  test('a post shows its changes, its origin, its place, and its data for machines', async () => {
    const page = await html('/blog/part-two')
    assert.match(page, /After a note of <time dateTime="2010-01-02">2 January 2010<\/time>/)
    assert.match(page, /A comma\./)
    assert.match(page, /rel="prev"[^>]*>.*About part-one/s)
    assert.match(page, /Part <!-- -->2|Part 2/)
    const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? '{}')
    assert.equal(data['@type'], 'BlogPosting')
    assert.equal(data.headline, hostile)
    assert.match(page, /<link rel="canonical" href="[^"]+\/blog\/part-two"/)
    assert.match(page, /property="og:image" content="[^"]+\/blog\/part-two\/picture\.png"/)
    assert.doesNotMatch(page, /\sstyle=/)
    assert.equal(
      (await html('/blog/plain-0')).match(/<script/g)?.length,
      2,
      'the script of every page and the data',
    )
    const text = await get('/blog/part-two', { 'User-Agent': 'curl/8', Accept: '*/*' })
    assert.match(text.headers.get('content-type') ?? '', /^text\/plain/)
    assert.match(
      await (await get('/blog/plain-3.md')).text(),
      /^# About plain-3\n[\s\S]*\[away\]\(https:\/\/example\.org\/\)/,
    )
    assert.match(await (await get('/blog/plain-3.txt')).text(), /away <https:\/\/example\.org\/>/)
  })
})

const first = (text: string, name: string): string => contentsOf(text, name)[0] ?? ''
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** Checks what RFC 4287 requires of a feed and its entries. */
function checkAtom(text: string): void {
  const entries = text.split('<entry>').slice(1)
  for (const part of [text.split('<entry>')[0] ?? '', ...entries]) {
    assert.match(part, /<id>https?:\/\/[^<]+<\/id>/)
    assert.match(part, /<title>[^<]+<\/title>/)
    assert.match(/<updated>([^<]+)</.exec(part)?.[1] ?? '', rfc3339)
  }
  for (const entry of entries) {
    assert.match(entry, /<author><name>[^<]+<\/name>/)
    assert.match(entry, /<content type="html">/)
    assert.match(entry, /<link rel="alternate"/)
  }
  const ids = contentsOf(text, 'id')
  assert.equal(new Set(ids.slice(1)).size, entries.length, 'ids are unique')
  assert.match(text, /<link rel="self" type="application\/atom\+xml"/)
}

/** Checks what RSS 2.0 requires of a channel and its items. */
function checkRss(text: string): void {
  assert.match(text, /<rss version="2\.0"/)
  assert.match(text, /<atom:link rel="self" type="application\/rss\+xml"/)
  for (const name of ['title', 'link', 'description']) assert.ok(first(text, name), name)
  for (const date of contentsOf(text, 'pubDate')) assert.equal(new Date(date).toUTCString(), date)
  const guids = contentsOf(text, 'guid')
  assert.equal(new Set(guids).size, text.split('<item>').length - 1)
}

/** Checks what JSON Feed 1.1 requires. */
function checkJsonFeed(feed: Record<string, unknown>, origin: string): void {
  assert.equal(feed.version, 'https://jsonfeed.org/version/1.1')
  assert.equal(typeof feed.title, 'string')
  const items = feed.items as Record<string, unknown>[]
  assert.ok(Array.isArray(feed.authors) && Array.isArray(items) && items.length > 0)
  for (const item of items) {
    assert.ok(typeof item.id === 'string' && item.id.startsWith(`${origin}/blog/`))
    assert.equal(typeof item.content_html, 'string')
    assert.match(String(item.date_published), rfc3339)
    assert.match(String(item.date_modified), rfc3339)
    assert.ok(Array.isArray(item.tags) && Array.isArray(item.authors))
  }
}
