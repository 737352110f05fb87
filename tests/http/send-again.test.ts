import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { Parser } from 'htmlparser2'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, limits, type Member } from './helpers'

/** The form of a page, as a browser would send it. */
function formIn(html: string): { action: string; fields: URLSearchParams; asked: string[] } {
  const fields = new URLSearchParams()
  const asked: string[] = []
  let action = ''
  let area: string | null = null
  let text = ''
  const parser = new Parser({
    onopentag(name, { action: to, name: field = '', type, value = '' }) {
      if (name === 'form') action = to ?? ''
      if (name === 'input' && type === 'password') asked.push(field)
      else if (name === 'input') fields.append(field, value)
      if (name === 'textarea') [area, text] = [field, '']
    },
    ontext(data) {
      text += data
    },
    onclosetag(name) {
      if (name !== 'textarea' || area === null) return
      fields.append(area, text.replace(/^\n/, ''))
      area = null
    },
  })
  parser.end(html)
  return { action, fields, asked }
}

describe('a form from a browser that says nothing of where it comes from', () => {
  const server = ownServer()
  let me: Member
  let id: number
  before(async () => {
    me = await aMember()
    id = await aBemoaning(await aMember())
    await limits(server, 'off')
  })
  const post = (path: string, fields: URLSearchParams, headers: Record<string, string> = {}) =>
    fetch(server.origin + path, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        Cookie: `session=${me.cookies.session}`,
        ...headers,
      },
      body: fields.toString(),
    })

  test('comes back whole, and is taken when it is sent from there', async () => {
    const body = '\n  “Two lines”, <b>& more</b>\n\n\ttabs; </textarea><script>x</script>'
    const first = await post(`/b/${id}/comments`, new URLSearchParams({ body, back: `/b/${id}` }))
    assert.equal(first.status, 403)
    assert.equal(first.headers.get('cache-control'), 'no-store')
    assert.match(first.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
    const page = await first.text()
    assert.match(page, /We haven’t saved anything/)
    assert.doesNotMatch(page, /<script>x/)
    const { action, fields } = formIn(page)
    assert.equal(action, `/b/${id}/comments`)
    assert.equal(fields.get('body'), body)
    const again = await post(action, fields, { Referer: `${server.origin}${action}` })
    assert.equal(again.status, 303, await again.text())
    const kept = await (await server.send('GET', `/api/v1/bemoanings/${id}/comments`)).text()
    assert.equal(kept.split('“Two lines”').length, 3, 'once, as text and as HTML')
  })

  test('asks for passwords again, and does not repeat them', async () => {
    const first = await (
      await post('/settings/password', new URLSearchParams({ current: '', next: 'x y z' }))
    ).text()
    assert.deepEqual(formIn(first).asked, ['next'], 'an empty one stays empty')
    const fields = new URLSearchParams({ handle: 'somebody', password: 'correct horse battery' })
    const page = await (await post('/signin', fields)).text()
    assert.doesNotMatch(page, /correct horse/)
    const { fields: kept, asked } = formIn(page)
    assert.deepEqual([kept.get('handle'), asked], ['somebody', ['password']])
  })

  test('is refused only when it comes from elsewhere, isn’t a form, or is a call', async () => {
    const fields = new URLSearchParams({ body: 'It is a smuggled comment.' })
    for (const headers of [
      { Referer: 'https://evil.example/' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
    ] as Record<string, string>[]) {
      const answer = await post(`/b/${id}/comments`, fields, headers)
      assert.equal(answer.status, 403)
      assert.doesNotMatch(await answer.text(), /smuggled/)
    }
    const odd = await fetch(`${server.origin}/b/${id}/comments`, { method: 'POST', body: '%zz=1' })
    assert.equal(odd.status, 403)
    assert.doesNotMatch(await odd.text(), /<form/)
    const json = await fetch(`${server.origin}/b/${id}/comments`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"body":"x"}',
    })
    assert.equal(json.status, 403)
    assert.doesNotMatch(await json.text(), /<form/)
    const call = await fetch(`${server.origin}/api/v1/bemoanings/${id}/comments`, {
      method: 'POST',
      headers: { Cookie: `session=${me.cookies.session}`, 'Content-Type': 'application/json' },
      body: '{"body":"It is a smuggled comment."}',
    })
    assert.equal(call.status, 403)
    assert.match(call.headers.get('content-type') ?? '', /problem\+json/)
  })
})
