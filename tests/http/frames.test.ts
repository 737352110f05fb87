import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { editBemoaning } from '@/lib/bemoaning'
import { decide } from '@/lib/moderation'
import { muteWord } from '@/lib/reader'
import { aBemoaning } from '../makers'
import { ownServer, serverOn, type TestServer } from '../server'
import { aMember, aText, type Member } from './helpers'

describe('pages from frames, on two nodes', () => {
  const [one, two] = [ownServer(), serverOn()] as const
  let author: Member
  let reader: Member
  let moderator: Member
  before(async () => {
    author = await aMember()
    reader = await aMember()
    moderator = await aMember({ role: 'moderator' })
  })

  const read = (server: TestServer, path: string, { cookies }: Member) =>
    server.send('GET', path, { cookies })
  const metric = async (server: TestServer, name: string): Promise<number> => {
    const text = await (await server.send('GET', '/metrics')).text()
    return Number(new RegExp(`^ibtsocs_${name} (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN)
  }
  const pathOf = async (id: number): Promise<string> =>
    (await one.send('GET', `/b/${id}`)).headers.get('location') ?? `/b/${id}`
  /** Waits up to two seconds for a condition: nodes tell each other after the commit. */
  async function soon(what: string, isSo: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 40; tries += 1) {
      if (await isSo()) return
      await sleep(50)
    }
    assert.fail(what)
  }

  test('Next makes a page once, and each further reader gets it from its frame', async () => {
    const id = await aBemoaning(author)
    const paths = [
      '/',
      '/new',
      '/t/ci',
      await pathOf(id),
      '/search?q=machine',
      `/u/${author.handle}`,
      '/blog',
      '/about',
    ]
    for (const path of paths) assert.equal((await read(one, path, author)).status, 200, path)
    const made = await metric(one, 'pages_made_total')
    for (const path of paths) {
      const page = await (await read(one, path, reader)).text()
      assert.ok(page.includes(`</span>${reader.handle}</summary>`), `${path} is not the page of its reader`)
      assert.ok(!page.includes(`</span>${author.handle}</summary>`), `${path} shows another reader’s menu`)
      assert.doesNotMatch(page, /part[0-9a-f]{32}|data-part/, `${path} shows a mark`)
    }
    assert.equal(await metric(one, 'pages_made_total'), made)
  })

  test('an edited text is in no frame and no card, on both nodes', async () => {
    const [before, after] = [aText(), aText()]
    const id = await aBemoaning(author, before)
    for (const server of [one, two])
      for (const path of ['/new', await pathOf(id)])
        assert.ok((await (await read(server, path, reader)).text()).includes(before), path)
    const edited = await editBemoaning(author, id, { body: after, tags: ['ci'] }, 1)
    assert.ok(edited.ok, edited.ok ? '' : edited.message)
    for (const server of [one, two])
      for (const address of ['/new', `/b/${id}`])
        await soon(`${address} still shows the text before`, async () => {
          // The text is in the address, too, which a node may know from before.
          const path = address === '/new' ? address : await pathOf(id)
          const page = await (await read(server, path, reader)).text()
          return page.includes(after) && !page.includes(before)
        })
  })

  test('a removed text is 410, in no list, and in no memory of either node', async () => {
    const text = aText()
    const id = await aBemoaning(author, text)
    const path = await pathOf(id)
    for (const server of [one, two])
      for (const address of ['/new', path])
        assert.ok((await (await read(server, address, reader)).text()).includes(text))
    assert.ok((await metric(two, 'kept_html_entries')) > 0, 'nothing was kept, so this shows nothing')
    const subject = { type: 'bemoaning', id } as const
    const removed = await decide(moderator, { subject }, { action: 'remove', reason: 'A test.' })
    assert.ok(removed.ok, removed.ok ? '' : removed.message)
    for (const server of [one, two]) {
      await soon(
        'what was removed is still kept',
        async () => (await metric(server, 'kept_html_entries')) === 0,
      )
      const page = await read(server, path, reader)
      assert.equal(page.status, 410)
      assert.ok(!(await page.text()).includes(text))
      assert.ok(!(await (await read(server, '/new', reader)).text()).includes(text))
      // Its author gets a page of their own, which says more.
      const own = await read(server, path, author)
      assert.equal(own.status, 410)
      assert.ok((await own.text()).includes(text))
    }
  })

  test('who has muted a text does not find it in the title either, and others do, whoever comes first', async () => {
    const id = await aBemoaning(author, 'A turnip grows in the machine room, and nobody waters it.')
    const path = await pathOf(id)
    const muting = await aMember()
    assert.ok((await muteWord(muting, 'turnip', true)).ok)
    for (const [who, shown] of [
      [muting, false],
      [reader, true],
      [muting, false],
      [reader, true],
    ] as const) {
      const page = await (await read(one, path, who)).text()
      // The address holds it.
      const text = page.replaceAll(path, '')
      assert.equal(/turnip grows/.test(text), shown)
      assert.equal(/<title>[^<]*turnip/.test(text), shown)
    }
  })

  test('who votes by a form finds the vote counted on the page that they come back to', async () => {
    const id = await aBemoaning(author)
    const counted = (count: number) => new RegExp(`id="n${id}-bemoan"><span data-count[^>]*>${count}</span>`)
    assert.match(await (await read(one, '/new', reader)).text(), counted(0))
    const { cookies } = reader
    for (const [kind, count] of [
      ['bemoan', 1],
      ['none', 0],
    ] as const) {
      const voted = await one.send('POST', `/b/${id}/vote`, { cookies, form: { kind, back: '/new' } })
      assert.equal(voted.status, 303)
      assert.match(await (await read(one, '/new', reader)).text(), counted(count))
    }
  })

  test('the pages of a list share a frame, and what moves keeps its query', async () => {
    const first = await (await read(one, '/new', reader)).text()
    const next = /href="(\/new\?after=[^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const made = await metric(one, 'pages_made_total')
    assert.equal((await read(one, next, reader)).status, 200)
    assert.equal((await one.send('GET', next)).status, 200)
    assert.equal(await metric(one, 'pages_made_total'), made)
    const id = await aBemoaning(author)
    for (const cookies of [{}, reader.cookies]) {
      const moved = await one.send('GET', `/b/${id}?sort=new`, { cookies })
      assert.equal(moved.status, 301)
      assert.match(moved.headers.get('location') ?? '', /^\/b\/\d+\/[^?]+\?sort=new$/)
    }
  })

  test('an address with nothing at it leaves no frame', async () => {
    await read(one, '/', reader)
    const frames = await metric(one, 'page_frames')
    for (let n = 0; n < 10; n += 1)
      for (const path of [
        `/u/nobody-${n}`,
        `/t/nothing-${n}`,
        `/b/99999${n}`,
        `/share/99999${n}`,
        `/?after=forged${n}`,
      ])
        assert.ok((await read(one, path, reader)).status >= 400, path)
    assert.equal(await metric(one, 'page_frames'), frames)
  })
})
