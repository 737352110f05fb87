import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { ownServer } from '../server'
import { aMember, aText, each, json, limits, type Member, problem } from './helpers'

describe('posting: links of new accounts', () => {
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

  test('a link by an account younger than a day is 202 and visible only to its author', async () => {
    const young = await aMember({ ageDays: 0 })
    const link = await made({ body: `${aText()} https://example.org/`, tags: ['ci'] }, 202, young)
    assert.equal(link.status, 'pending')
    const path = `/api/v1/bemoanings/${link.id}`
    await problem(await server.send('GET', path), 404, 'to others')
    await problem(await server.send('GET', path, { token: me.token }), 404, 'to another user')
    assert.equal((await server.send('GET', path, { token: young.token })).status, 200)
    for (const ending of ['', '.json', '.atom', '.txt', '/picture.png'])
      assert.equal((await server.send('GET', `/b/${link.id}${ending}`)).status, 404, ending)
    const { items } = await json<{ items: Bemoaning[] }>(
      await server.send('GET', '/api/v1/bemoanings?feed=new'),
    )
    assert.ok(items.every(({ id }) => id !== link.id))
    assert.equal(
      (await made({ body: aText(), tags: ['ci'] }, 201, young)).status,
      'published',
      'no link, no jury',
    )
  })

  test('a link that only the rendered details show counts as a link too', async () => {
    const links = ['[x](http&#58;//example.org)', '[x](http:\\//example.org)', '[x](//example.org)']
    await each(
      ['<https://example.org>', '[y](HTTPS://example.org)', ...links].map((details) => [details] as const),
      async (details) => {
        const young = await aMember({ ageDays: 0 })
        const answer = await post({ body: aText(), tags: ['ci'], details }, young)
        const shown = await json<Bemoaning>(answer)
        const isLink = /href="(https?:)?\/\//i.test(shown.details_html ?? '')
        if (isLink) assert.equal(answer.status, 202)
        else assert.ok([201, 202].includes(answer.status))
      },
    )
  })

  test('a new account cannot add the link afterwards either', async () => {
    const young = await aMember({ ageDays: 0 })
    const { id } = await made({ body: aText(), tags: ['ci'] }, 201, young)
    const path = `/api/v1/bemoanings/${id}`
    const linked = { body: `${aText()} https://example.org/` }
    await server.send('PATCH', path, { token: young.token, json: linked })
    assert.doesNotMatch(await (await server.send('GET', path)).text(), /example\.org/)
  })
})
