import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { learnWords } from '@/lib/search'
import { indexWritten } from '../indexed'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, cases, each, json, limits, plain, problem } from './helpers'

type Found = { items: { body: string }[]; next: string | null; hint?: string }

describe('search', () => {
  const server = ownServer()
  before(async () => {
    await limits(server, 'off')
  })
  const get = (path: string) => server.send('GET', path)
  const found = async (q: string) => json<Found>(await get(`/api/v1/search?q=${encodeURIComponent(q)}`))

  test('a search accepts any input, and shows it as text', async () => {
    const queries = `'"\\:*&|! " ' <-> !!! a&b|c (( a:* x'or(1=1)-- - -a or “works” \\ % _ 🙂 \u202e ß NULL \${1} {{1}} <script>
      "unfinished -"a" a:b:c * *:* (a|b)&!c <1> a<2>b ::tsquery ;drop ${'a'.repeat(300)} ${'"'.repeat(299)}`
    await each(cases(queries), async (text) => {
      const q = encodeURIComponent(text)
      for (const path of ['/api/v1/search', '/search', '/search.json', '/search.atom', '/search.txt'])
        assert.equal((await get(`${path}?q=${q}`)).status, 200, path)
      const html = await (await get(`/search?q=${q}`)).text()
      assert.doesNotMatch(html, /<script>/)
      assert.ok(plain(html).includes(`value="${text}"`), 'kept in the field')
    })
    assert.equal((await get('/search?q=a%09b%0Ac')).status, 200)
  })

  test('an exact name is offered first: a tag, a person, a bemoaning', async () => {
    const me = await aMember()
    const id = await aBemoaning(me, 'The exact name of this is a number that nobody remembers.')
    const named = async (q: string) => {
      const path = `/api/v1/search?type=all&q=${encodeURIComponent(q)}`
      return (await json<{ named: { kind: string; name: string; url: string }[] }>(await get(path))).named
    }
    await each<[q: string, name: string, path: RegExp]>(
      [
        ['C++', 'C++', /\/t\/cpp$/],
        ['c++', 'C++', /\/t\/cpp$/],
        ['.NET', '.NET', /\/t\/dotnet$/],
        ['pipelines', 'CI', /\/t\/ci$/],
        [me.handle, me.handle, new RegExp(`/u/${me.handle}$`)],
        [`@${me.handle}`, me.handle, new RegExp(`/u/${me.handle}$`)],
        [`#${id}`, `#${id}`, new RegExp(`/b/${id}/`)],
        [String(id), `#${id}`, new RegExp(`/b/${id}/`)],
      ],
      async (q, name, path) => {
        const [first] = await named(q)
        assert.equal(first?.name, name)
        assert.match(first?.url ?? '', path)
        const html = await (await get(`/search?q=${encodeURIComponent(q)}`)).text()
        assert.ok(html.indexOf('class="direct"') > 0, 'on the page')
      },
    )
    assert.deepEqual(await named('nothing of that name'), [])
    const { items } = await json<Found>(await get(`/api/v1/search?q=${encodeURIComponent(`#${id}`)}`))
    assert.match(items[0]?.body ?? '', /^The exact name/)
  })

  test('the page says how many results it has, and claims no total', async () => {
    const me = await aMember()
    for (let n = 0; n < 28; n += 1)
      await aBemoaning(me, `The zqcounted thing stands here for the ${n}th time, again.`)
    await indexWritten()
    for (let left = 50; left > 0 && (await learnWords()) > 0; left -= 1);
    const read = async (path: string) => (await get(path)).text()
    const status = (html: string) => plain(/<p class="quiet" role="status">(.*?)<\/p>/.exec(html)?.[1] ?? '')
    const says = async (path: string) => status(await read(path))
    const first = await read('/search?q=zqcounted')
    assert.equal(status(first), '25 results, more on the next page')
    assert.equal((first.match(/<article/g) ?? []).length, 25)
    const next = plain(/href="([^"]*after=[^"]*)"/.exec(first)?.[1] ?? '')
    assert.equal(await says(next), '3 results on this page')
    assert.equal(await says('/search?q=zqcounted+23th'), '1 result')
    assert.equal(await says('/search?q=xqjvwzkk'), 'No results')
    assert.equal(await says('/search?q=xqjvwzkk&type=blog'), 'No results')
    assert.equal(await says('/search?q=zqcountd+23th'), '1 result for “zqcounted 23th”')
    const posts = await read('/search?q=the&type=blog')
    assert.equal(status(posts), `${(posts.match(/<article/g) ?? []).length} results`)
    for (const path of ['/search', '/search?q=%20', '/search?q=the&type=bemoanings'])
      assert.equal(await says(path), '', path)
  })

  test('every example on the page finds something', async () => {
    const html = await (await get('/search')).text()
    const examples = [...html.matchAll(/<dt><a href="[^"]*">([^<]+)<\/a>/g)].map(([, text = '']) =>
      plain(text),
    )
    const placeholder = plain(/placeholder="([^"]+)"/.exec(html)?.[1] ?? '')
    assert.ok(examples.length >= 10)
    await each(
      [placeholder, ...examples].map((q) => [q] as [string]),
      async (q) => {
        const { items, hint } = await found(q)
        assert.equal(hint, undefined)
        assert.ok(items.length > 0, q)
      },
    )
  })

  test('what was just written is found within seconds, by the server’s own job', async () => {
    const me = await aMember()
    await limits(server, 'off')
    const word = `zanzibar${Date.now().toString(36)}`
    const made = await server.send('POST', '/api/v1/bemoanings', {
      token: me.token,
      json: { body: `Nobody has ever seen the ${word} of this build.`, tags: ['ci'] },
    })
    assert.equal(made.status, 201)
    const began = performance.now()
    while ((await found(word)).items.length === 0) {
      assert.ok(performance.now() - began < 10_000, 'it is not found')
      await sleep(50)
    }
    console.log(`found after ${(performance.now() - began).toFixed(0)} ms`)
  })

  test('10 kB is 400, on the page and in machine formats', async () => {
    for (const length of [301, 10_000]) {
      const long = 'a'.repeat(length)
      await problem(await get(`/api/v1/search?q=${long}`), 400, `${length}`)
      for (const path of ['/search', '/search.json', '/search.txt', '/search.atom'])
        assert.equal((await get(`${path}?q=${long}`)).status, 400, `${path} ${length}`)
    }
    await problem(await get(`/api/v1/bemoanings/similar?body=${'a'.repeat(10_000)}`), 400, 'similar')
    await problem(await get('/api/v1/search'), 400, 'no q')
    await problem(await get('/api/v1/search?q=a&type=bogus'), 400, 'type')
    for (const path of ['/search', '/search?q=', '/search?q=%20']) assert.equal((await get(path)).status, 200)
  })

  test('only stop words are 200 with a hint', async () => {
    await each<[q: string]>([['the'], ['the and of'], ['The OF'], ['!'], ['""'], ['a']], async (q) => {
      const { items, hint } = await found(q)
      assert.deepEqual(items, [])
      assert.ok(hint)
      const page = await get(`/search?q=${encodeURIComponent(q)}`)
      assert.equal(page.status, 200)
      assert.ok((await page.text()).includes(hint))
    })
  })

  test('a word that is in every one of 20,000 rows is found in under a second', async () => {
    const me = await aMember()
    await db().transaction(async (tx) => {
      // No request inserts this many rows at once.
      await tx.execute(sql`set local statement_timeout = 0`)
      await tx.execute(sql`insert into bemoanings (author_id, body, fingerprint)
        select ${me.id}, 'Everywhere the same flibbertigibbet, in row number ' || n || ', and nobody looks at it.', 'row' || n
        from generate_series(1, 20000) n`)
      await tx.execute(sql`insert into bemoaning_ranks (id)
        select id from bemoanings b where not exists (select 1 from bemoaning_ranks r where r.id = b.id)`)
    })
    await indexWritten()
    const paths = `/api/v1/search?q=flibbertigibbet /search?q=flibbertigibbet /search.json?q=flibbertigibbet+nobody
      /api/v1/bemoanings/similar?body=everywhere+the+same+flibbertigibbet+nobody+looks /search.atom?q=flibbertigibbet
      /api/v1/search?q=row+or+everywhere+or+flibbertigibbet`
    await each(cases(paths), async (path) => {
      const began = performance.now()
      const answer = await get(path)
      const text = await answer.text()
      const took = performance.now() - began
      assert.equal(answer.status, 200)
      assert.match(text, /flibbertigibbet/)
      assert.ok(took < 10_000, `${took.toFixed(0)} ms`)
    })
    const first = await found('flibbertigibbet')
    const next = encodeURIComponent(first.next ?? '')
    assert.equal((await get(`/api/v1/search?q=flibbertigibbet&after=${next}`)).status, 200)
    await problem(await get(`/api/v1/search?q=nobody&after=${next}`), 400, 'a cursor of another search')
  })

  test('the 61st search in a minute is refused', async () => {
    await limits(server, 'on')
    let status = 200
    for (let n = 0; n < 61 && status === 200; n += 1) {
      const answer = await get(`/api/v1/search?q=word${n}`)
      status = answer.status
      if (status === 429) assert.ok(Number(answer.headers.get('retry-after')) > 0)
    }
    assert.equal(status, 429)
  })
})
