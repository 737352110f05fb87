import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { db, recoveryCodes } from '@/db'
import { databaseReady, ownDatabase } from '@/tests/database'
import { aUser } from '@/tests/makers'
import { countRecoveryCodes, isRecoveryCode, renewRecoveryCodes, spendRecoveryCode } from './codes'

ownDatabase()
before(() => databaseReady())

test('ten codes of 116 bits, stored only as hashes', async () => {
  const me = await aUser()
  const codes = await db().transaction((tx) => renewRecoveryCodes(tx, me.id))
  assert.equal(new Set(codes).size, 10)
  for (const code of codes) {
    assert.match(code, /^[2-9a-z]{4}(-[2-9a-z]{4}){5}$/)
    assert.doesNotMatch(code, /[ilou01]/, 'nothing that is mistaken for another')
    assert.ok(isRecoveryCode(code))
  }
  const rows = await db().select().from(recoveryCodes).where(eq(recoveryCodes.userId, me.id))
  for (const { codeHash } of rows) assert.equal(codeHash.length, 32)
  assert.ok(!rows.some(({ codeHash }) => codes.includes(codeHash.toString())))
})

test('each works once, in any spelling, and only for its own account', async () => {
  const [me, other] = [await aUser(), await aUser()]
  const [first = '', second = ''] = await db().transaction((tx) => renewRecoveryCodes(tx, me.id))
  const spend = (id: number, code: string) => db().transaction((tx) => spendRecoveryCode(tx, id, code))
  assert.equal(await spend(other.id, first), null)
  assert.equal(await spend(me.id, ` ${first.toUpperCase().replaceAll('-', ' ')} `), 9)
  assert.equal(await spend(me.id, first), null)
  const both = await Promise.all([spend(me.id, second), spend(me.id, second)])
  assert.equal(both.filter((left) => left !== null).length, 1, 'also when it comes twice at once')
  assert.equal(await countRecoveryCodes(me.id), 8)
})

test('new codes invalidate the previous ones', async () => {
  const me = await aUser()
  const [old = ''] = await db().transaction((tx) => renewRecoveryCodes(tx, me.id))
  await db().transaction((tx) => renewRecoveryCodes(tx, me.id))
  assert.equal(await db().transaction((tx) => spendRecoveryCode(tx, me.id, old)), null)
  assert.equal(await countRecoveryCodes(me.id), 10)
})
