import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { endAccount } from '@/lib/account'
import { databaseReady, ownDatabase } from '@/tests/database'
import { aUser } from '@/tests/makers'
import { createUser } from './account'
import { rename } from './rename'

ownDatabase()
before(() => databaseReady())

test('the handle of a deleted account, or one that looks like it, is never given away again', async () => {
  const made = await createUser('kettle-hill', null)
  assert.ok(made.ok)
  assert.ok((await endAccount(made.value, 'erase')).ok)
  for (const handle of ['kettle-hill', 'kett1e-hill', 'kettle-hi11']) {
    const again = await createUser(handle, null)
    assert.ok(!again.ok && again.code === 'conflict', handle)
    const renamed = await rename(await aUser(), handle)
    assert.ok(!renamed.ok && renamed.code === 'conflict', `renaming to ${handle}`)
  }
})

test('the earlier handles of a deleted account are never given away either', async () => {
  const made = await createUser('former-name', null)
  assert.ok(made.ok)
  const me = { ...(await aUser()), ...made.value }
  assert.ok((await rename(me, 'later-name')).ok)
  assert.ok((await endAccount({ ...made.value, handle: 'later-name' }, 'anonymise')).ok)
  for (const handle of ['former-name', 'later-name']) assert.ok(!(await createUser(handle, null)).ok, handle)
})
