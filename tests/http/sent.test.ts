import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { findAnswer } from '@/client/parts/writing/proof'
import { sentCookie } from '@/core/cookies'
import { db } from '@/db'
import { allSay, aPending, manyUsers, statusOf } from '../jury'
import { aBemoaning, aUser } from '../makers'
import { ownServer } from '../server'
import { aText, limits } from './helpers'

const server = ownServer()

/** Sends a text without an account. @returns its number and the cookie the browser gets */
async function send(body: string, before = ''): Promise<{ id: number; sent: string; page: string }> {
  const html = await (await server.send('GET', '/submit')).text()
  const proof = /name="proof" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const { salt, challenge } = JSON.parse(Buffer.from(proof, 'base64url').toString())
  const answer = String(await findAnswer(salt, challenge))
  const made = await server.send('POST', '/submit', {
    form: { body, tags: 'ci', proof, answer },
    cookies: before ? { sent: before } : {},
  })
  assert.equal(made.status, 303, await made.text())
  const page = made.headers.get('location') ?? ''
  const sent = /(?:^|, )sent=([^;]+)/.exec(made.headers.get('set-cookie') ?? '')?.[1] ?? ''
  return { id: Number(/sent=(\d+)/.exec(page)?.[1]), sent, page }
}
const pageOf = async (path: string, sent: string) => {
  const got = await server.send('GET', path, { cookies: { sent } })
  return { status: got.status, text: (await got.text()).replaceAll('<!-- -->', '') }
}
const edit = (id: number, sent: string, form: Record<string, string>) =>
  server.send('POST', `/submit/${id}`, { form: { tags: 'ci', ...form }, cookies: { sent } })

test('the browser that sent a text signed out follows it, edits it and deletes it', async () => {
  await limits(server, 'off')
  await aPending(await aUser())
  const { id, sent, page } = await send(aText())
  const thanks = await pageOf(page, sent)
  assert.match(thanks.text, new RegExp(`#${id} is waiting for the jury`))
  assert.match(thanks.text, new RegExp(`href="/submit/${id}"`))
  const shown = await pageOf(`/submit/${id}`, sent)
  assert.match(shown.text, /Nobody has judged it so far; we need 8 verdicts/)
  assert.match(shown.text, new RegExp(`<title>#${id} is waiting for the jury`))
  const body = aText()
  assert.equal((await edit(id, sent, { body, version: '1' })).status, 303)
  assert.match((await pageOf(`/submit/${id}`, sent)).text, new RegExp(body.slice(0, 30)))
  const late = await edit(id, sent, { body: `${aText()} Typed.`, version: '1' })
  assert.equal(late.status, 412, 'another tab changed it')
  assert.match(await late.text(), /Typed\./, 'what was typed comes back')
  await allSay(await manyUsers(8), id)
  assert.equal(await statusOf(id), 'published')
  assert.match((await pageOf(`/submit/${id}`, sent)).text, /Everybody can read it/)
  assert.equal((await edit(id, sent, { body: aText() })).status, 303)
  assert.equal(await statusOf(id), 'pending', 'what the jury has not read does not stay public')
  const gone = await server.send('POST', `/submit/${id}/delete`, { form: {}, cookies: { sent } })
  assert.equal(gone.status, 303)
  assert.match(gone.headers.get('set-cookie') ?? '', /sent=;/)
  assert.equal((await server.send('GET', `/b/${id}`)).status, 410)
  assert.equal((await pageOf(`/submit/${id}`, sent)).status, 404)
})

test('a browser keeps several, forgets them when asked, and shared pages show none', async () => {
  const first = await send(aText())
  const second = await send(aText(), first.sent)
  const list = await pageOf('/submit', second.sent)
  for (const { id } of [first, second]) assert.match(list.text, new RegExp(`#${id} is waiting`))
  for (const path of ['/', '/new', `/b/${first.id}`])
    assert.doesNotMatch((await pageOf(path, second.sent)).text, new RegExp(`#${first.id} is waiting`), path)
  const forgotten = await server.send('POST', '/submit/forget', { form: {}, cookies: { sent: second.sent } })
  assert.match(forgotten.headers.get('set-cookie') ?? '', /sent=; Path=\/; Max-Age=0/)
})

test('no other cookie opens a text, and this one opens no text of an account', async () => {
  const { id, sent } = await send(aText())
  const [ids = '', mac = ''] = sent.split('.')
  const account = await aUser()
  const [own, anonymous] = [await aBemoaning(account), await aPending(account, { anonymous: true })]
  const signed = (of: number) => (sentCookie([of]).split(';')[0] ?? '').replace(/^sent=/, '')
  for (const [name, cookie, target] of [
    ['another number', `${id + 1}.${mac}`, id + 1],
    ['one more number', `${ids}-${own}.${mac}`, own],
    ['no signature', ids, id],
    ['a cut signature', `${ids}.${mac.slice(0, 11)}`, id],
    ['an empty signature', `${ids}.`, id],
    ['that of another text', sent, own],
    ['signed by us, but the text of an account', signed(own), own],
    ['signed by us, but an anonymous one of an account', signed(anonymous), anonymous],
  ] as const) {
    const before = await db().execute(
      sql`select body, version from bemoanings where id in (${id}, ${own}, ${anonymous}) order by id`,
    )
    assert.equal((await pageOf(`/submit/${target}`, cookie)).status, 404, name)
    assert.equal((await edit(target, cookie, { body: aText() })).status, 404, name)
    const gone = await server.send('POST', `/submit/${target}/delete`, {
      form: {},
      cookies: { sent: cookie },
    })
    assert.equal(gone.status, 404, name)
    const after = await db().execute(
      sql`select body, version from bemoanings where id in (${id}, ${own}, ${anonymous}) order by id`,
    )
    assert.deepEqual(after.rows, before.rows, name)
  }
})
