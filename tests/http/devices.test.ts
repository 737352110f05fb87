import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startSession } from '@/lib/user'
import { ownServer } from '../server'
import { aMember } from './helpers'

const server = ownServer()

/** The text of a page, without markup. */
const plainText = (html: string): string => html.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')

test('sessions are listed with the browser’s name, their start, and their last use', async () => {
  const member = await aMember()
  const hostile = 'YOUR ACCOUNT IS LOCKED, WRITE TO x@example.org'
  await startSession(member.id, hostile)
  const session = await startSession(
    member.id,
    'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  )
  const page = plainText(await (await server.send('GET', '/settings', { cookies: { session } })).text())
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })
  const today = day.format(new Date())
  assert.ok(page.includes(`Firefox on Linux, since ${today}, here`), page)
  assert.ok(page.includes(`Unknown browser, since ${today}, last used just now`))
  assert.ok(!page.includes(hostile))
})
