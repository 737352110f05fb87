import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { viewerMark } from '@/core/viewer-mark'
import { db, pushSubscriptions } from '@/db'
import { banUser, startSession } from '@/lib/user'
import { aBrowser } from '../makers'
import { ownServer } from '../server'
import { aMember, json, limits, type Member, problem } from './helpers'

describe('the owner of a browser', () => {
  const server = ownServer()
  before(() => limits(server, 'off'))

  const subscribe = ({ cookies }: Pick<Member, 'cookies'>, browser: ReturnType<typeof aBrowser>) =>
    server.send('PUT', '/api/v1/me/push', { cookies, json: browser })
  const rowOf = async (endpoint: string) => {
    const [row] = await db().select().from(pushSubscriptions).where(eq(pushSubscriptions.endpoint, endpoint))
    return row
  }

  test('knowing a push endpoint is not enough to take it over', async () => {
    const [alice, mallory] = [await aMember(), await aMember()]
    const browser = aBrowser('https://push.example.org/of-alice')
    assert.equal((await subscribe(alice, browser)).status, 200)
    const stored = await rowOf(browser.endpoint)
    const other = aBrowser(browser.endpoint).keys
    // A secret that is right but for its last bit.
    const secret = Buffer.from(browser.keys.auth, 'base64url')
    secret.writeUInt8(secret.readUInt8(15) ^ 1, 15)
    for (const keys of [
      other,
      { ...browser.keys, auth: other.auth },
      { ...browser.keys, auth: secret.toString('base64url') },
      { ...other, auth: browser.keys.auth },
    ]) {
      await problem(await subscribe(mallory, { endpoint: browser.endpoint, keys }), 409, 'an endpoint alone')
      assert.deepEqual(await rowOf(browser.endpoint), stored, 'it is still hers')
    }
    // The browser itself has the keys: the person who signs in there gets its pushes.
    assert.equal((await subscribe(mallory, browser)).status, 200)
    assert.equal((await rowOf(browser.endpoint))?.userId, mallory.id)
  })

  test('pushes end with the session that subscribed: at sign-out, ended elsewhere, with a ban', async () => {
    const endings: [string, (member: Member, elsewhere: string) => Promise<unknown>][] = [
      ['sign-out', ({ cookies }) => server.send('POST', '/signout', { cookies, form: {} })],
      [
        'ended elsewhere',
        (_, session) =>
          server.send('POST', '/settings/sessions/end', { cookies: { session }, form: { id: 'others' } }),
      ],
      ['ban', ({ handle }) => banUser(handle, new Date(Date.now() + 86_400_000), 'Ten advertisements.')],
    ]
    for (const [at, [how, end]] of endings.entries()) {
      const member = await aMember()
      const elsewhere = await startSession(member.id, 'elsewhere')
      const browser = aBrowser(`https://push.example.org/ends-${at}`)
      const stays = aBrowser(`https://push.example.org/stays-${at}`)
      assert.equal((await subscribe(member, browser)).status, 200)
      assert.equal((await subscribe({ cookies: { session: elsewhere } }, stays)).status, 200)
      await end(member, elsewhere)
      assert.equal(await rowOf(browser.endpoint), undefined, how)
      assert.equal((await rowOf(stays.endpoint)) === undefined, how === 'ban', `${how}, the other browser`)
    }
  })

  test("a personal page carries its owner's mark, as the API does; a shared one carries none", async () => {
    const { id, cookies } = await aMember()
    const mark = viewerMark(id)
    for (const path of ['/', '/submit', '/new']) {
      const page = await server.send('GET', path, { cookies })
      assert.equal(page.headers.get('x-viewer'), mark)
      assert.match(await page.text(), new RegExp(`<html[^>]* data-owner="${mark}"`), path)
      const shared = await server.send('GET', path)
      assert.doesNotMatch(await shared.text(), /data-owner/, path)
    }
    const mine = async (who: Record<string, string>) =>
      (await json<{ owner: string | null }>(await server.send('GET', '/api/v1/mine', { cookies: who }))).owner
    assert.equal(await mine(cookies), mark)
    assert.equal(await mine({}), null)
    assert.equal(await mine({ session: 'ended-long-ago' }), null)
  })
})
