import assert from 'node:assert/strict'
import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import webpush from 'web-push'
import { db, deliveries, pushSubscriptions, settings } from '@/db'
import { comment } from '@/lib/comment'
import { tellOutside } from '@/lib/notice'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { deliverDue } from '../work'
import { isPublicAddress, isPushEndpoint, publicLookup } from './address'
import { subscribe, unsubscribe } from './commands'
import { subscriptionInput } from './input'
import { makePushKeys, pushKeys, replacePushKeys } from './keys'
import { sendPush } from './send'
import { sharePushKeys } from './shared-keys'

ownDatabase()

type Got = { headers: Record<string, string | string[] | undefined>; body: Buffer }

/** Decrypts a push as a browser does, by RFC 8188 and RFC 8291, without the library that encrypted it. */
function decrypt(body: Buffer, browser: ECDH, auth: Buffer): string {
  const salt = body.subarray(0, 16)
  const idLength = body[20] ?? 0
  const serverKey = body.subarray(21, 21 + idLength)
  const shared = browser.computeSecret(serverKey)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), serverKey])
  const key = (secret: Buffer, salted: Buffer, label: Buffer, size: number) =>
    Buffer.from(hkdfSync('sha256', secret, salted, label, size))
  const ikm = key(shared, auth, info, 32)
  const cek = key(ikm, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = key(ikm, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const record = body.subarray(21 + idLength)
  const opener = createDecipheriv('aes-128-gcm', cek, nonce)
  opener.setAuthTag(record.subarray(-16))
  const padded = Buffer.concat([opener.update(record.subarray(0, -16)), opener.final()])
  return padded.subarray(0, padded.lastIndexOf(2)).toString()
}

describe('web push', () => {
  const data = mkdtempSync(join(tmpdir(), 'ibtsocs-push-'))
  const got: Got[] = []
  let status = 201
  const service = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(parts) })
      response.writeHead(status).end()
    })
  })
  const browser = createECDH('prime256v1')
  browser.generateKeys()
  const auth = randomBytes(16)
  const keys = { p256dh: browser.getPublicKey('base64url'), auth: auth.toString('base64url') }
  const push = {
    title: 'Somebody replied to you.',
    body: 'A line — with more than ASCII.',
    url: 'http://x/b/1',
  }
  let local = ''

  before(async () => {
    process.env.IBTSOCS_DATA = data
    makePushKeys()
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    local = `http://127.0.0.1:${(service.address() as AddressInfo).port}/to/a/browser`
  })
  after(() => {
    service.close()
    rmSync(data, { recursive: true, force: true })
  })

  const aSubscription = async (endpoint: string): Promise<number> => {
    const user = await aUser()
    const [row] = await db()
      .insert(pushSubscriptions)
      .values({ userId: user.id, endpoint, ...keys })
      .returning({ id: pushSubscriptions.id })
    assert.ok(row)
    return row.id
  }

  test('keys are created once, readable only by the owner', () => {
    const first = pushKeys()
    makePushKeys()
    assert.deepEqual(pushKeys(), first)
    assert.equal(statSync(join(data, 'vapid.json')).mode & 0o777, 0o600)
  })

  test('nodes share the keys of the first one; after a change of the secret, their own', async () => {
    const first = pushKeys()
    await sharePushKeys()
    const other = webpush.generateVAPIDKeys()
    replacePushKeys(other)
    await sharePushKeys()
    assert.deepEqual(pushKeys(), first)
    assert.deepEqual(JSON.parse(readFileSync(join(data, 'vapid.json'), 'utf8')), first)
    assert.equal(statSync(join(data, 'vapid.json')).mode & 0o777, 0o600)
    const [row] = await db().select().from(settings).where(eq(settings.name, 'push-keys'))
    assert.ok(!JSON.stringify(row).includes(first?.privateKey ?? ''), 'the key is sealed')
    const secret = process.env.AUTH_SECRET
    process.env.AUTH_SECRET = 'another secret, since somebody has lost the first'
    replacePushKeys(other)
    await sharePushKeys()
    assert.deepEqual(pushKeys(), other)
    replacePushKeys(first as typeof other)
    await sharePushKeys()
    assert.deepEqual(pushKeys(), other, 'they are shared anew')
    process.env.AUTH_SECRET = secret
  })

  test('a push is encrypted for the browser alone, and signed by the site', async () => {
    const id = await aSubscription(local)
    await sendPush(id, push, true)
    const [message] = got.splice(0)
    assert.ok(message)
    assert.equal(message.headers['content-encoding'], 'aes128gcm')
    assert.equal(message.headers.ttl, '86400')
    assert.ok(!message.body.includes('replied'))
    assert.deepEqual(JSON.parse(decrypt(message.body, browser, auth)), push)
    const [, token = '', key = ''] =
      /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(String(message.headers.authorization)) ?? []
    assert.equal(key, pushKeys()?.publicKey)
    const [head = '', claims = '', signature = ''] = token.split('.')
    const point = Buffer.from(key, 'base64url')
    const signer = createPublicKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: point.subarray(1, 33).toString('base64url'),
        y: point.subarray(33).toString('base64url'),
      },
    })
    assert.ok(
      verify(
        'sha256',
        Buffer.from(`${head}.${claims}`),
        { key: signer, dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64url'),
      ),
    )
    const claimed = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>
    assert.equal(claimed.aud, new URL(local).origin)
    assert.match(String(claimed.sub), /^(mailto:|https:)/)
  })

  test('an expired subscription is deleted; a failing service is retried', async () => {
    const id = await aSubscription(`${local}/2`)
    status = 503
    await assert.rejects(sendPush(id, push, true), { code: 'EPUSH', statusCode: 503 })
    status = 410
    await sendPush(id, push, true)
    assert.equal(await db().$count(pushSubscriptions, eq(pushSubscriptions.id, id)), 0)
    status = 201
    got.splice(0)
    await sendPush(id, push, true)
    assert.deepEqual(got, [], 'nothing is sent to who is forgotten')
  })

  test('internal hosts are never contacted, neither by address nor by a name that resolves to one', async () => {
    for (const endpoint of [
      local,
      'https://127.0.0.1/x',
      'https://[::1]/x',
      'https://localhost/x',
      'https://10.0.0.1/x',
      'http://push.example.org/x',
      'https://push.example.org:8443/x',
      'https://user@push.example.org/x',
      'https://2130706433/x',
      'https://0x7f.1/x',
      'ftp://push.example.org/x',
      'x',
    ])
      assert.equal(isPushEndpoint(endpoint), false, endpoint)
    assert.ok(isPushEndpoint('https://updates.push.services.mozilla.com/wpush/v2/x'))
    for (const inside of [
      '127.0.0.1',
      '10.1.2.3',
      '172.20.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '224.0.0.1',
      '::1',
      'fe80::1',
      'fd00::1',
      '::ffff:127.0.0.1',
      '2002:7f00:1::',
      'x',
    ])
      assert.equal(isPublicAddress(inside), false, inside)
    assert.ok(isPublicAddress('93.184.216.34') && isPublicAddress('2606:2800:220:1::1'))
    const refused = await new Promise<NodeJS.ErrnoException | null>((resolve) =>
      publicLookup('localhost', {}, (error) => resolve(error)),
    )
    assert.equal(refused?.code, 'EPRIVATE')
    const id = await aSubscription(`${local}/3`)
    got.splice(0)
    await assert.rejects(sendPush(id, push), { code: 'EPRIVATE' })
    assert.deepEqual(got, [])
    assert.equal(subscriptionInput.safeParse({ endpoint: local, keys }).success, false)
  })

  test('a notice is queued once for each browser, and kept while it cannot be sent', async () => {
    const [author, other] = [await aUser(), await aUser()]
    assert.ok((await subscribe(author, { endpoint: 'https://push.invalid.example/1', keys }, 'A phone')).ok)
    assert.ok((await subscribe(author, { endpoint: 'https://push.invalid.example/2', keys }, 'A desk')).ok)
    assert.ok((await subscribe(author, { endpoint: 'https://push.invalid.example/2', keys }, 'A desk')).ok)
    assert.ok((await comment(other, await aBemoaning(author), { body: 'Me too.' })).ok)
    await Promise.all([tellOutside(), tellOutside(), tellOutside()])
    assert.equal(await tellOutside(), 0)
    const waiting = sql`user_id = ${author.id} and channel = 'push' and status = 'waiting'`
    assert.equal(await db().$count(deliveries, waiting), 2)
    assert.equal(await deliverDue(), 2)
    const rows = await db().select().from(deliveries).where(eq(deliveries.userId, author.id))
    assert.ok(
      rows.every(
        ({ status: now, attempts, fault, dueAt }) =>
          now === 'waiting' && attempts === 1 && fault && dueAt > new Date(),
      ),
    )
    const [one] = await db().select().from(pushSubscriptions).where(eq(pushSubscriptions.userId, author.id))
    assert.ok(one)
    await unsubscribe(other, one.id)
    assert.equal(
      await db().$count(pushSubscriptions, eq(pushSubscriptions.userId, author.id)),
      2,
      'not others’',
    )
    await unsubscribe(author, one.id)
    assert.equal(await db().$count(pushSubscriptions, eq(pushSubscriptions.userId, author.id)), 1)
  })
})
