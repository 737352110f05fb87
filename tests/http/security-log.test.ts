import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { logMark } from '@/core/security-log'
import { databaseReady, ownDatabase } from '../database'
import { freePort } from '../server'
import { aConnectionKey, sshOnce } from '../ssh'
import { aMember, aUserWithPassword } from './helpers'

const port = await freePort()
const right = 'a sentence that nobody guesses'

describe('the security log', () => {
  ownDatabase()
  const data = mkdtempSync(join(tmpdir(), 'ibtsocs-log-'))
  let child: ReturnType<typeof spawn>
  let [origin, log] = ['', '']
  before(async () => {
    await databaseReady()
    child = spawn(process.execPath, ['dist/server.mjs'], {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        PORT: '0',
        IBTSOCS_DATA: data,
        LOG: 'json',
        SSH_PORT: String(port),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString()
    })
    origin = await new Promise((resolve) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        const found = /runs at (http:\/\/[^/\s]+)/.exec(chunk.toString())?.[1]
        if (found) resolve(found)
      })
    })
  })
  after(async () => {
    if (child.exitCode === null) child.kill('SIGKILL')
    rmSync(data, { recursive: true, force: true })
  })

  test('logs who did what about identity, under pseudonyms, and nothing that users typed', async () => {
    const { id } = await aUserWithPassword('grace_h', right)
    const member = await aMember()
    const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
      fetch(origin + path, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          Origin: origin,
          'Content-Type': 'application/x-www-form-urlencoded',
          'User-Agent': 'zebrafinch"}\n{"forged":1}'.replace(/\n/g, ' '),
          ...headers,
        },
        body: new URLSearchParams(form).toString(),
      })
    const session = `session=${member.cookies.session}`
    const forged = 'grace_h"}\n{"msg":"security","event":"forged"}'
    await post('/signin', { handle: 'grace_h', password: right })
    await post('/signin', { handle: 'grace_h', password: 'wrong zebrafinch' })
    await post('/signin', { handle: forged, password: 'wrong' })
    await post('/signup', { handle: 'hedy_zebra', password: right })
    await post('/forgot', { email: 'zebrafinch@example.org' })
    await post('/settings/tokens', { name: 'zebrafinch', scopes: 'read' }, { Cookie: session })
    await post('/settings/again', { current: 'wrong' }, { Cookie: session })
    await post('/signout', {}, { Cookie: session })
    await post('/settings/tokens', { name: 'zebrafinch', scopes: 'read' })
    await post('/submit', { body: 'zebrafinch' }, { Origin: 'https://evil.example' })
    await fetch(`${origin}/api/v1/me`, { headers: { Authorization: 'Bearer ibt_zebrafinch' } })
    const key = aConnectionKey()
    await sshOnce({ port, key }, 'join log-zebrafinch')
    await sshOnce({ port, key }, 'join --code zebrafinch')
    const gone = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGTERM')
    await gone
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    const told = lines.filter(({ msg }) => msg === 'security')
    for (const line of told) {
      assert.match(String(line.time), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
      assert.match(String(line.request), /^[0-9a-f-]{36}$/)
      assert.match(String(line.network), /^[\w-]{12}$/)
    }
    const seen = told.map(({ event, outcome, action }) => `${event} ${outcome} ${action ?? ''}`.trim())
    assert.deepEqual(seen, [
      'sign-in done /signin',
      'sign-in signed-out /signin',
      'sign-in signed-out /signin',
      'sign-up done /signup',
      'reset-asked done /forgot',
      'token done /settings/tokens',
      'proved-again conflict /settings/again',
      'sign-out done /signout',
      'token signed-out /settings/tokens',
      'foreign-origin forbidden',
      'refused signed-out /me',
      'sign-up done ssh join',
      'sign-in done ssh',
      'ssh-key invalid ssh join',
    ])
    assert.equal(told[0]?.user, logMark('user', id), 'the mark that the admin tool finds')
    assert.equal(told[5]?.user, logMark('user', member.id))
    assert.notEqual(told[0]?.user, told[5]?.user)
    for (const secret of ['zebrafinch', 'grace_h', 'hedy_zebra', member.handle, '127.0.0.1', right, 'forged'])
      assert.ok(!log.includes(secret), `the log holds ${secret}`)
  })
})
