import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { moderateBemoaning } from '@/lib/moderation'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, json, limits, type Member } from './helpers'

const server = ownServer()
let author: Member
let id = 0
const body = 'This <b>machine</b> & its "quotes" are embedded.\nIn two lines.'

describe('other pages show a bemoaning', () => {
  before(async () => {
    await limits(server, 'off')
    author = await aMember()
    id = await aBemoaning(author, body)
  })

  test('an embedded bemoaning may be in any frame, runs nothing and identifies nobody', async () => {
    const anyone = await server.send('GET', `/embed/b/${id}`)
    assert.equal(anyone.status, 200)
    const policy = anyone.headers.get('content-security-policy') ?? ''
    assert.match(policy, /frame-ancestors \*/)
    assert.match(policy, /default-src 'none'/)
    assert.equal(anyone.headers.get('x-frame-options'), null)
    assert.equal(anyone.headers.get('cross-origin-resource-policy'), 'cross-origin')
    const text = await anyone.text()
    assert.match(
      text,
      /This &lt;b&gt;machine&lt;\/b&gt; &amp; its &quot;quotes&quot; are embedded\.<br>In two lines\./,
    )
    assert.doesNotMatch(text, /<script|<form/)
    const own = await server.send('GET', `/embed/b/${id}`, { cookies: author.cookies })
    assert.equal(await own.text(), text, 'the same for its author')
    assert.deepEqual(own.headers.getSetCookie(), [])
    for (const path of [`/b/${id}`, '/', '/embed/b/999999x', '/settings'])
      assert.match(
        (await server.send('GET', path)).headers.get('content-security-policy') ?? '',
        /frame-ancestors 'none'/,
        path,
      )
  })

  test('a missing one says so in the frame, with the right status', async () => {
    const gone = await aBemoaning(author)
    assert.ok((await moderateBemoaning(await aMember({ role: 'moderator' }), gone, 'remove', 'A reason.')).ok)
    for (const [path, status] of [
      [`/embed/b/${gone}`, 410],
      ['/embed/b/999999', 404],
    ] as const) {
      const answer = await server.send('GET', path)
      assert.equal(answer.status, status)
      assert.match(answer.headers.get('content-type') ?? '', /^text\/html/)
      assert.match(answer.headers.get('content-security-policy') ?? '', /frame-ancestors \*/)
    }
  })

  test('oEmbed describes it as rich, within the requested size, as JSON and XML', async () => {
    const url = encodeURIComponent(`${server.origin}/b/${id}/whatever`)
    type Rich = {
      type: string
      version: string
      html: string
      width: number
      height: number
      author_name: string
    }
    const full = await json<Rich>(await server.send('GET', `/oembed?url=${url}`))
    assert.equal(full.type, 'rich')
    assert.equal(full.version, '1.0')
    assert.equal(full.author_name, author.handle)
    assert.match(
      full.html,
      new RegExp(`^<iframe src="${server.origin}/embed/b/${id}" width="560" height="${full.height}"`),
    )
    const small = await json<Rich>(await server.send('GET', `/oembed?url=${url}&maxwidth=300&maxheight=150`))
    assert.deepEqual([small.width, small.height], [300, 150])
    assert.match(small.html, /width="300" height="150"/)
    const xml = await server.send('GET', `/oembed?url=${url}&format=xml`)
    assert.match(xml.headers.get('content-type') ?? '', /^text\/xml/)
    assert.match(await xml.text(), /<oembed><version>1\.0<\/version><type>rich<\/type>.*&lt;iframe/s)
    for (const bad of ['&format=yaml', '&maxwidth=0', '&maxheight=wide'])
      assert.equal((await server.send('GET', `/oembed?url=${url}${bad}`)).status, 400, bad)
    const statusOf = async (address: string) =>
      (await server.send('GET', `/oembed?url=${encodeURIComponent(address)}`)).status
    const own = `${server.origin}/b/${id}`
    for (const end of [
      '',
      '/',
      '/x',
      '/x/',
      '/x/y',
      '?utm_source=a',
      '/x?after=1#c2',
      '#c2',
      '.txt',
      '.json',
      '/%E2%80%9C',
    ])
      assert.equal(await statusOf(own + end), 200, end)
    for (const other of [
      ...[
        'https://evil.example/b/1',
        'http://[/b/1',
        '//[/b/1',
        'x',
        `${own}0000000`,
        `${server.origin}/bb/${id}`,
      ],
      ...[
        `${server.origin}/b/0`,
        `${server.origin}/b/1e3`,
        `${server.origin}/b/${'9'.repeat(40)}`,
        'javascript:/b/1',
      ],
    ])
      assert.equal(await statusOf(other), 404, other)
    const page = await (
      await server.send('GET', `/b/${id}/this-b-machine-b-its-quotes-are-embedded-in-two-lines`)
    ).text()
    assert.match(page, /type="application\/json\+oembed"/)
  })

  test('the share page has link, text, picture and code, without a script', async () => {
    const page = await server.send('GET', `/share/${id}`)
    assert.equal(page.status, 200)
    const text = await page.text()
    assert.match(text, new RegExp(`<textarea [^>]*id="link"[^>]*>${server.origin}/b/${id}/`))
    assert.match(text, new RegExp(`/b/${id}/picture\\.png" download`))
    assert.match(text, /&lt;iframe src=/)
    assert.equal((await server.send('GET', '/share/999999')).status, 404)
    assert.equal((await server.send('GET', '/share/x')).status, 404)
  })
})
