import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { ownServer } from '../server'
import { aMember, aText, each, json, limits, type Member, problem } from './helpers'

describe('posting', () => {
  const server = ownServer()
  let me: Member
  before(async () => {
    me = await aMember()
    await limits(server, 'off')
  })

  type Bemoaning = { id: number; url: string; body: string; status?: string; details_html?: string }
  const post = (input: unknown, who: Member = me, headers: Record<string, string> = {}) =>
    server.send('POST', '/api/v1/bemoanings', { token: who.token, json: input, headers })
  const made = async (input: unknown, status = 201, who: Member = me): Promise<Bemoaning> => {
    const answer = await post(input, who)
    const text = await answer.text()
    assert.equal(answer.status, status, text)
    return JSON.parse(text) as Bemoaning
  }

  test('an invalid text is 422 and names the field', async () => {
    const long = 'a'.repeat(501)
    const cases: [string, unknown][] = [
      ['nothing', ''],
      ['spaces', ' '.repeat(60)],
      ['zero-width only', '\u200b\u200d\u2060\ufeff'.repeat(20)],
      ['fillers only', '\u3164\u115f\u2800'.repeat(20)],
      ['one too short', 'a'.repeat(19)],
      ['short behind spaces', `${' '.repeat(30)}short${' '.repeat(30)}`],
      ['limit + 1', long],
      ['limit + 1 emoji', '👩‍👩‍👧‍👦'.repeat(501)],
      ['NUL', `Twenty letters and a\0NUL in between.`],
      ['control', 'Twenty letters and a\u001b[31m terminal colour.'],
      ['500 marks on a letter', `Twenty letters and one z${'\u0301'.repeat(500)} with marks.`],
      ['a number', 5],
      ['null', null],
      ['a list', ['a'.repeat(30)]],
    ]
    for (const [what, body] of cases) {
      const { errors } = await problem(await post({ body, tags: ['ci'] }), 422, what)
      assert.equal(errors?.[0]?.path, 'body', what)
    }
  })

  test('half characters and invalid JSON are 400', async () => {
    const text = 'Twenty letters and half a character: '
    const send = (body: string | Uint8Array) =>
      server.send('POST', '/api/v1/bemoanings', {
        token: me.token,
        body,
        headers: { 'content-type': 'application/json' },
      })
    const bytes = Buffer.from(`{"body":"${text}\xff\xfe","tags":["ci"]}`, 'latin1')
    for (const [what, body] of [
      ['lone surrogate', `{"body":"${text}\\ud800","tags":["ci"]}`],
      ['lone low surrogate', `{"body":"${text}\\udc00x","tags":["ci"]}`],
      ['lone surrogate in a name', `{"body":"${text}","tags":["ci"],"\\ud800":1}`],
      ['bad UTF-8', bytes],
      ['overlong UTF-8', Buffer.from(`{"body":"${text}\xc0\xaf","tags":["ci"]}`, 'latin1')],
      ['no JSON', `body=${text}`],
      ['nothing', ''],
      ['half of it', '{"body":'],
    ] as const)
      await problem(await send(body), 400, what)
  })

  test('a text of exactly the limit, all emoji, is published unchanged', async () => {
    for (const cluster of ['👩‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'é', '👩🏽‍❤️‍💋‍👨🏽']) {
      const body = cluster.repeat(500)
      assert.equal((await made({ body, tags: ['ci'] })).body, body.normalize('NFC'))
    }
  })

  test('what answers a new bemoaning is what its author reads later', async () => {
    for (const anonymous of [false, true]) {
      const input = {
        body: `It answers as it will read, ${anonymous ? 'without' : 'with'} a name`,
        details: 'With *details* and a <tag>.',
        tags: ['testing', 'ci', 'git'],
        anonymous,
      }
      const answer = await post(input)
      const written = (await answer.json()) as { id: number }
      const later = await server.send('GET', `/api/v1/bemoanings/${written.id}`, { token: me.token })
      assert.deepEqual(written, await later.json())
      assert.equal(answer.headers.get('etag'), later.headers.get('etag'))
    }
  })

  test('markup is shown as text, a direction override stays inside its element', async () => {
    const script = `<script>alert(1)</script><img src=x onerror=alert(1)> ${aText()}`
    const override = `Twenty letters \u202e${aText()}`
    for (const body of [script, override]) {
      const { url, id } = await made({ body, tags: ['ci'] })
      const html = await (await server.send('GET', new URL(url).pathname)).text()
      assert.doesNotMatch(html, /<script>|<img src=x/, 'as text')
      const holder = new RegExp(`<h1[^>]*id="t${id}"[^>]*>`).exec(html)?.[0] ?? ''
      assert.match(holder, /dir="auto"/)
      assert.ok(html.includes(body.replace(/[<>]/g, (sign) => (sign === '<' ? '&lt;' : '&gt;'))), body)
      const list = await (await server.send('GET', `/u/${me.handle}`)).text()
      assert.doesNotMatch(list, /<script>|<img src=x/)
    }
  })

  test('the same text again is 409 with a link, also in disguise and in parallel', async () => {
    const body = `Cope with the same cache again, ${aText()}`
    const first = await made({ body, tags: ['ci'] })
    const other = await aMember()
    for (const [what, twin] of [
      ['same', body],
      ['case', body.toUpperCase()],
      ['spacing', `  ${body.replaceAll(' ', '   \n')} `],
      ['look-alikes', body.replaceAll('a', 'а').replaceAll('e', 'е').replaceAll('o', 'ο')],
      ['zero-width', body.replaceAll('c', 'c\u200b')],
      ['full-width', body.replaceAll('s', 'ｓ')],
    ] as const) {
      const { link } = await problem(await post({ body: twin, tags: ['ci'] }, other), 409, what)
      assert.equal(link, new URL(first.url).pathname, what)
    }
    const text = aText()
    const answers = await Promise.all(Array.from({ length: 8 }, () => post({ body: text, tags: ['ci'] })))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409, 409, 409, 409])
  })

  test('an idempotency key returns the first response again, and only for the same input', async () => {
    const input = { body: aText(), tags: ['ci'], details: 'More.' }
    const key = { 'Idempotency-Key': 'once-1' }
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(input, me, key)))
    assert.ok(answers.every(({ status }) => status === 201))
    const ids = await Promise.all(answers.map(async (answer) => (await json<Bemoaning>(answer)).id))
    assert.equal(new Set(ids).size, 1)
    assert.equal(new Set(answers.map((answer) => answer.headers.get('location'))).size, 1)
    for (const other of [
      { ...input, body: aText() },
      { ...input, tags: ['dns'] },
      { ...input, anonymous: true },
    ])
      await problem(await post(other, me, key), 422, 'other input')
    const theirs = await post({ ...input, body: aText() }, await aMember(), key)
    assert.equal(theirs.status, 201, 'a key belongs to one user')
    for (const bad of ['', ' ', 'a'.repeat(201)])
      if (bad.trim()) await problem(await post(input, me, { 'Idempotency-Key': bad }), 400, 'bad key')
  })

  test('a form that was sent before with another text says so, and can be sent again', async () => {
    const send = (body: string, key: string) =>
      server.send('POST', '/submit', { cookies: me.cookies, form: { body, tags: ['ci'], key } })
    const [first, second] = [aText(), aText()]
    assert.equal((await send(first, 'form-1')).status, 303)
    const refused = await send(second, 'form-1')
    assert.equal(refused.status, 422)
    const html = await refused.text()
    assert.match(html, /You sent this form before with a different text/)
    assert.ok(html.includes(second), 'the text is lost')
    const fresh = /name="key" value="([^"]+)"/.exec(html)?.[1] ?? ''
    assert.notEqual(fresh, 'form-1')
    assert.equal((await send(second, fresh)).status, 303)
  })

  test('a program without a token is told to send one, a page from another site is refused', async () => {
    const send = (headers: Record<string, string>) =>
      fetch(`${server.origin}/api/v1/bemoanings`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ body: aText(), tags: ['ci'] }),
      })
    const unknown = await send({})
    assert.match(unknown.headers.get('www-authenticate') ?? '', /^Bearer/)
    await problem(unknown, 401, 'no token')
    await problem(await send({ Origin: 'https://evil.example' }), 403, 'a page from elsewhere')
    await problem(await send({ Cookie: `session=${me.cookies.session}` }), 403, 'a session from nowhere')
  })

  test('unknown fields, and fields that callers may not set, are 422', async () => {
    for (const field of [
      'author_id',
      'authorId',
      'status',
      'hotness',
      'id',
      'votes',
      'created_at',
      'constructor',
    ]) {
      const answer = await post({ body: aText(), tags: ['ci'], [field]: 1 })
      const { errors } = await problem(answer, 422, field)
      assert.ok(errors && errors.length > 0, field)
    }
    for (const whole of [[], 'text', 5, null, true])
      await problem(await post(whole), 422, JSON.stringify(whole))
  })

  test('tags: unknown, four, twice, none, no names at all → 422', async () => {
    const cases: unknown[] = [
      ['nope'],
      ['ci', 'dns', 'git', 'css'],
      ['ci', 'ci'],
      [],
      [''],
      ['CI'],
      ['ci\0'],
      ['a'.repeat(41)],
      [5],
      'ci',
      Array.from({ length: 5_000 }, () => 'ci'),
      ["ci'; drop table tags; --"],
    ]
    await each(
      cases.map((tags) => [JSON.stringify(tags).slice(0, 40), tags] as const),
      async (what, tags) => {
        const { errors } = await problem(await post({ body: aText(), tags }), 422, what)
        assert.match(errors?.[0]?.path ?? '', /^tags/)
      },
    )
  })
})
