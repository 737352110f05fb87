import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { before, describe, test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { db, sshKeys } from '@/db'
import { fingerprint, parsePublicKeyLine } from '@/keys/ssh-key'
import { makeKey, skipWithoutKeygen } from '@/keys/testdata/ssh-keygen'
import { aKey, type TestKey } from '../key-line'
import { ownServer } from '../server'
import { aMember, limits, type Member, plain } from './helpers'

describe('adding an SSH key', () => {
  const server = ownServer()
  let [owner, thief] = [{} as Member, {} as Member]
  before(async () => {
    await limits(server, 'off')
    ;[owner, thief] = [await aMember(), await aMember()]
  })
  const nonceFor = async (who: Member): Promise<string> => {
    const page = await (await server.send('GET', '/settings', { cookies: who.cookies })).text()
    return /name="nonce" value="([\w-]+)"/.exec(page)?.[1] ?? ''
  }
  const add = async (who: Member, key: string, nonce: string, signature: string) => {
    const answer = await server.send('POST', '/settings/keys', {
      form: { key, nonce, signature },
      cookies: who.cookies,
    })
    const text = plain(await answer.text())
    return { status: answer.status, says: /<p class="error"[^>]*>([^<]*)/.exec(text)?.[1] ?? '', text }
  }
  const prove = async (who: Member, key: TestKey) => {
    const nonce = await nonceFor(who)
    return add(who, key.line, nonce, key.sign(nonce))
  }

  test('requires a signature by the key itself, and the page shows the command for it', async () => {
    const page = plain(await (await server.send('GET', '/settings', { cookies: owner.cookies })).text())
    assert.match(page, /printf %s [\w-]+ \| ssh-keygen -Y sign -n signin@ibtsocs -f/)
    assert.equal((await prove(owner, aKey())).status, 303)
  })

  test('pages show a command for sh, PowerShell and cmd, and what each signs is accepted', async () => {
    const signIn = plain(await (await server.send('GET', '/signin')).text())
    for (const command of [
      /printf %s ([\w-]{43}) \| ssh-keygen -Y sign -n signin@ibtsocs -f ~\/\.ssh\/id_ed25519</,
      /'([\w-]{43})' \| ssh-keygen -Y sign -n signin@ibtsocs -f "\$HOME\\\.ssh\\id_ed25519"</,
      // A space before the bar would be signed too.
      /echo ([\w-]{43})\| ssh-keygen -Y sign -n signin@ibtsocs -f "%USERPROFILE%\\\.ssh\\id_ed25519"</,
    ])
      assert.match(signIn, command)
    const member = await aMember()
    const key = aKey()
    const nonce = await nonceFor(member)
    assert.equal(
      (await add(member, `restrict,command="a b" ${key.line}`, nonce, key.sign(nonce))).status,
      303,
    )
    const table: [end: string, accepted: boolean][] = [
      ['', true],
      ['\n', true],
      ['\r\n', true],
      ['\r', true],
      ['\n\n', false],
      ['\r\n\r\n', false],
      [' ', false],
      [' \r\n', false],
    ]
    for (const [end, accepted] of table) {
      const page = await (await server.send('GET', '/signin')).text()
      const fresh = /name="nonce" value="([\w-]+)"/.exec(page)?.[1] ?? ''
      const signature = `Signing data on standard input\r\n${key.sign(fresh + end)}\r\nPS C:\\>`
      const form = { handle: member.handle, nonce: fresh, signature }
      const answer = await server.send('POST', '/signin/ssh', { form })
      assert.equal(answer.status, accepted ? 303 : 401, JSON.stringify(end))
    }
  })

  test('the command for sh works as shown, and a key file piped with CRLF too', {
    skip: skipWithoutKeygen,
  }, async () => {
    const member = await aMember()
    for (const pipe of ['as shown', 'echo', 'crlf']) {
      const { file, line } = makeKey(['-t', 'ed25519'])
      const page = plain(await (await server.send('GET', '/settings', { cookies: member.cookies })).text())
      const shown = /printf %s ([\w-]+) \| [^<]+/.exec(page)
      const nonce = shown?.[1] ?? ''
      const ours = (shown?.[0] ?? '').replace('~/.ssh/id_ed25519', file)
      const command = {
        'as shown': ours,
        echo: ours.replace('printf %s', 'echo'),
        crlf: ours.replace('%s', "'%s\\r\\n'"),
      }
      const printed = spawnSync('sh', ['-c', `(${command[pipe as keyof typeof command]}) 2>&1`], {
        encoding: 'utf8',
      })
      assert.match(printed.stdout, /^Signing data on standard input/)
      assert.equal((await add(member, line, nonce, printed.stdout)).status, 303, pipe)
    }
  })

  test('without the proof a registered key gets the same response as an unknown one', async () => {
    const [known, unknown] = [aKey(), aKey()]
    assert.equal((await prove(owner, known)).status, 303)
    for (const signature of ['garbage', aKey().sign('something'), known.sign('another nonce')]) {
      const answers = []
      for (const key of [known, unknown]) {
        const nonce = await nonceFor(thief)
        const { status, says } = await add(
          thief,
          key.line,
          nonce,
          signature === 'garbage' ? signature : aKey().sign(nonce),
        )
        answers.push({ status, says })
      }
      assert.deepEqual(answers[0], answers[1])
      assert.equal(answers[0]?.status, 422)
    }
    const held = await db().select().from(sshKeys).where(eq(sshKeys.userId, thief.id))
    assert.deepEqual(held, [])
  })

  test('a signature is valid only for its nonce, once, and for this purpose', async () => {
    const key = aKey()
    const nonce = await nonceFor(thief)
    assert.equal(
      (await add(thief, key.line, nonce, key.sign(nonce, 'file'))).status,
      422,
      'another namespace',
    )
    assert.equal((await add(thief, key.line, nonce, key.sign(nonce))).status, 422, 'a nonce works once')
    const mine = 'A'.repeat(43)
    assert.equal((await add(thief, key.line, mine, key.sign(mine))).status, 422, 'a nonce that is not ours')
  })

  test('an unproved key from before moves to the person who proves it, and its former account is notified', async () => {
    const key = aKey()
    const parsed = parsePublicKeyLine(key.line)
    assert.ok(parsed.ok)
    // As it could be added before: another person's public key.
    await db()
      .insert(sshKeys)
      .values({
        userId: thief.id,
        type: 'ssh-ed25519',
        blob: parsed.blob,
        fingerprint: fingerprint(parsed.blob, 'sha256'),
      })
    assert.equal((await prove(owner, key)).status, 303, 'the owner is not locked out')
    assert.equal(await db().$count(sshKeys, eq(sshKeys.userId, thief.id)), 0)
    const inbox = await (
      await server.send('GET', '/inbox?category=account', { cookies: thief.cookies })
    ).text()
    assert.match(plain(inbox), /another account proved that it owns the key/)
  })

  test('a proved key stays where it is; a second holder is told so after they have proved it', async () => {
    const key = aKey()
    assert.equal((await prove(owner, key)).status, 303)
    const again = await prove(thief, key)
    assert.equal(again.status, 409)
    assert.match(again.text, /Another account uses this key/)
  })

  test('wrong signatures are counted', async () => {
    await limits(server, 'on')
    await db().execute(sql`delete from rate_limits`)
    const statuses = []
    const fresh = await aMember()
    for (let round = 0; round < 32; round += 1)
      statuses.push((await add(fresh, aKey().line, 'x', 'x')).status)
    assert.equal(statuses.at(-1), 429)
    await limits(server, 'off')
  })
})
