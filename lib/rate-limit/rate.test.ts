import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rateLimits, wideFactor } from '@/core/limits'
import { networkOf } from '@/core/network'
import { ownDatabase } from '@/tests/database'
import { clearLimit, returnLimit, spendLimit } from './rate'

ownDatabase()

const inSite = (n: number) => networkOf(`2001:db8:1:${n.toString(16)}::1`)

test('a /48 gets a multiple of the points and no more, however many networks it has', async () => {
  const { points } = rateLimits['sign-up']
  const taken = async (network: string) => (await spendLimit('sign-up', network)).failure === null
  // Two from each, so that no network reaches its own limit.
  const networks = (points * wideFactor) / 2
  for (let n = 0; n < networks; n += 1)
    for (let again = 0; again < 2; again += 1) assert.ok(await taken(inSite(n)), `${n}`)
  await returnLimit('sign-up', inSite(3))
  assert.ok(await taken(inSite(networks)), 'what is given back is given back to both')
  const refused = await spendLimit('sign-up', inSite(9_999))
  assert.equal(refused.failure?.code, 'limited')
  assert.ok((refused.failure?.retryAfter ?? 0) > 0)
  assert.ok(await taken(networkOf('2001:db8:2::1')), 'the next /48 is another')
  await clearLimit('sign-up', inSite(0))
  assert.ok(await taken(inSite(0)))
})

test('one network cannot use up the limit of its /48', async () => {
  const { points } = rateLimits.report
  const mine = networkOf('2001:db8:7:1::1')
  for (let n = 0; n < points; n += 1) assert.equal((await spendLimit('report', mine)).failure, null)
  for (let n = 0; n < points * wideFactor; n += 1)
    assert.equal((await spendLimit('report', mine)).failure?.code, 'limited')
  assert.equal((await spendLimit('report', networkOf('2001:db8:7:2::1'))).failure, null)
})

test('IPv4 networks and voters have one count each', async () => {
  const network = networkOf('192.0.2.1')
  for (let n = 0; n < rateLimits['sign-up'].points; n += 1) await spendLimit('sign-up', network)
  assert.equal((await spendLimit('sign-up', network)).failure?.code, 'limited')
  assert.equal((await spendLimit('sign-up', networkOf('192.0.3.1'))).failure, null)
  assert.equal((await spendLimit('report', 4711)).standing?.remaining, rateLimits.report.points - 1)
})
