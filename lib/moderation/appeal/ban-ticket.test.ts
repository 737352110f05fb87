import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Result } from '@/core/result'
import { banUser } from '@/lib/user'
import { ownDatabase } from '@/tests/database'
import { aUser } from '@/tests/makers'
import { appealBan } from './appeal'
import { banAppealLink } from './ban-ticket'

ownDatabase()

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.code)
const ticketOf = async (id: number): Promise<string> =>
  new URLSearchParams((await banAppealLink(id))?.split('?')[1] ?? '').get('ticket') ?? ''
const text = 'It was not like that at all.'
const inAWeek = () => new Date(Date.now() + 7 * 86_400_000)

test('a ticket appeals against one ban, once, and cannot be forged or reused later', async (t) => {
  const [one, other] = [await aUser(), await aUser()]
  assert.equal(await banAppealLink(one.id), null, 'nobody is banned')
  for (const { handle } of [one, other]) await banUser(handle, inAWeek(), 'For a test.')
  const [ticket, others] = [await ticketOf(one.id), await ticketOf(other.id)]
  const [user = '', moderation = '', until = '', signature = ''] = ticket.split('.')
  for (const forged of [
    '',
    'x',
    `${other.id}.${moderation}.${until}.${signature}`,
    `${user}.${others.split('.')[1]}.${until}.${signature}`,
    `${user}.${moderation}.${Number(until) + 1}.${signature}`,
    `${user}.${moderation}.${until}.${others.split('.')[3]}`,
    `${user}.${moderation}.${until}.`,
  ])
    assert.equal(codeOf(await appealBan(forged, text)), 'forbidden', forged)
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 3_601_000 })
  assert.equal(codeOf(await appealBan(ticket, text)), 'forbidden', 'an hour later')
  t.mock.timers.reset()
  assert.equal(codeOf(await appealBan(ticket, text)), 'ok')
  assert.equal(codeOf(await appealBan(ticket, text)), 'conflict')
  assert.equal(await banAppealLink(one.id), null, 'once')
  await banUser(other.handle, null, 'Lifted.')
  assert.equal(codeOf(await appealBan(others, text)), 'conflict', 'that ban is over')
  await banUser(other.handle, inAWeek(), 'Again.')
  assert.equal(codeOf(await appealBan(others, text)), 'conflict', 'another ban')
  assert.equal(codeOf(await appealBan(await ticketOf(other.id), text)), 'ok')
})
