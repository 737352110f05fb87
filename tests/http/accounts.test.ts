import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { cookiesOf, ownServer } from '../server'
import { aMember, aUserWithPassword, cases, each, inParallel, limits, median, snapshot } from './helpers'

const right = 'a sentence that nobody guesses'

describe('accounts', () => {
  const server = ownServer()
  before(async () => {
    await aUserWithPassword('grace_h', right)
    await limits(server, 'off')
  })
  const post = (path: string, form: Record<string, string>, cookies: Record<string, string> = {}) =>
    server.send('POST', path, { form, cookies })
  const signIn = (handle: string, password: string, more: Record<string, string> = {}) =>
    post('/signin', { handle, password, ...more })

  test('a wrong password and an unknown user get the same response in the same time', async () => {
    const wrong = await signIn('grace_h', 'not this sentence')
    const unknown = await signIn('nobody-1', 'not this sentence')
    assert.deepEqual([wrong.status, unknown.status], [401, 401])
    const same = async (answer: Response, handle: string) =>
      (await answer.text()).replaceAll(handle, 'HANDLE').replace(/nonce="[^"]+"|[\w-]{43}/g, 'NONCE')
    assert.equal(await same(wrong, 'grace_h'), await same(unknown, 'nobody-1'))
    const names = (answer: Response) => [...answer.headers.keys()].filter((name) => name !== 'content-length')
    assert.deepEqual(names(wrong), names(unknown))
    // The machine is shared: a leak shows in every attempt, noise does not.
    let worst = 1
    for (let attempt = 0; attempt < 3 && worst >= 0.25; attempt += 1) {
      const times: Record<string, number[]> = { grace_h: [], 'nobody-1': [], 'nobody@example.org': [] }
      for (let round = 0; round < 18; round += 1) {
        for (const handle of Object.keys(times).sort(() => Math.random() - 0.5)) {
          const began = performance.now()
          await (await signIn(handle, `wrong in round ${round}`)).arrayBuffer()
          if (round > 1) times[handle]?.push(performance.now() - began)
        }
      }
      const [known = 0, ...others] = Object.values(times).map(median)
      const shown = others.map((ms) => ms.toFixed(1)).join(' and ')
      console.log(`# medians: wrong password ${known.toFixed(1)} ms, unknown ${shown} ms`)
      worst = Math.max(...others.map((other) => Math.abs(other - known) / known))
    }
    assert.ok(worst < 0.6, `${(worst * 100).toFixed(0)} % apart, three times`)
  })

  test('a taken email address looks like a free one; only the email tells', async () => {
    await db().execute(sql`update users set email = 'grace@example.org' where handle = 'grace_h'`)
    const shape = async (handle: string, email: string) => {
      const answer = await post('/signup', { handle, password: right, email })
      const names = [...answer.headers.keys()]
      return {
        status: answer.status,
        to: answer.headers.get('location'),
        names,
        cookies: Object.keys(cookiesOf(answer)),
      }
    }
    const free = await shape('free-mail', 'free@example.org')
    assert.equal(free.status, 303)
    assert.deepEqual(await shape('taken-mail', 'grace@example.org'), free)
    const { rows } = await db().execute(sql`select 1 from users where email = 'grace@example.org'`)
    assert.equal(rows.length, 1)
    const forgot = async (email: string) => {
      const answer = await post('/forgot', { email })
      return [answer.status, answer.headers.get('location')]
    }
    assert.deepEqual(await forgot('grace@example.org'), await forgot('nobody@example.org'))
  })

  test('an invalid handle, email or password is 422, and the form comes back filled in, without passwords', async () => {
    const good = { handle: 'ada_l', password: right }
    await each<[string, Record<string, string>]>(
      [
        ['CRLF in a handle', { handle: 'ada\r\nX: y' }],
        ['LF at its end', { handle: 'ada_l\n' }],
        ['NUL in a handle', { handle: 'ada\0l' }],
        ['too short', { handle: 'ab' }],
        ['too long', { handle: 'a'.repeat(21) }],
        ['a space', { handle: 'ada l' }],
        ['CRLF in a mail', { email: 'a@example.org\r\nBcc: b@example.org' }],
        ['LF in a mail', { email: 'a@example.org\nb@example.org' }],
        ['CR in a mail', { email: 'a\r@example.org' }],
        ['two mails', { email: 'a@example.org,b@example.org' }],
        ['NUL in a mail', { email: 'a\0@example.org' }],
        ['short password', { password: 'short' }],
        ['known password', { password: 'password123' }],
        ['the handle', { password: 'ada_l12345' }],
        ['1,001', { password: 'b1'.repeat(501) }],
        ['NUL in a password', { password: 'sentence with \0 in it' }],
        ['a role', { role: 'admin' }],
      ],
      async (_, input) => {
        const answer = await post('/signup', { ...good, ...input })
        const html = await answer.text()
        assert.equal(answer.status, 422)
        assert.doesNotMatch(html, new RegExp(`value="${right}"`), 'a password is never shown')
        assert.match(html, /role="alert"/)
        assert.match(html, /<title>Error: [^<]+<\/title>/, 'the title is what a screen reader says first')
      },
    )
    const { rows } = await db().execute(sql`select 1 from users where handle like 'ada%'`)
    assert.equal(rows.length, 0)
  })

  test('handles that imitate the site or another user are 409', async () => {
    const reserved =
      'Admin ADMIN adm1n a-d-m-i-n 4dmin m0derator rnoderator root r00t ibtsocs 1btsocs ib-tsocs'
    await each(cases(`${reserved} Grace_H grace-h gr4ce_h grac3h GRACE--H`), async (handle) => {
      const answer = await post('/signup', { handle, password: right })
      assert.equal(answer.status, 409)
    })
    for (const handle of ['аdmin', 'ｇrace_h'])
      assert.ok([409, 422].includes((await post('/signup', { handle, password: right })).status), handle)
    const twins = await inParallel(Array.from({ length: 6 }), 6, () =>
      post('/signup', { handle: 'both-at-once', password: right }),
    )
    assert.deepEqual(twins.map(({ status }) => status).sort(), [303, 409, 409, 409, 409, 409])
  })

  test('input that fits no field is refused, never a 5xx', async () => {
    const nul = 'a\0b'
    const me = await aMember()
    await each<[string, string, Record<string, string>, number[]]>(
      [
        ['NUL at sign-in', '/signin', { handle: nul, password: right }, [401, 422]],
        ['NUL password', '/signin', { handle: 'grace_h', password: nul }, [401, 422]],
        ['254 letters', '/signin', { handle: 'a'.repeat(254), password: right }, [401, 422]],
        ['254 emoji letters', '/signin', { handle: '🙂'.repeat(127), password: right }, [401, 422]],
        ['NUL by key', '/signin/ssh', { handle: nul, nonce: 'x', signature: 'x' }, [401, 422]],
        ['NUL nonce', '/signin/ssh', { handle: 'grace_h', nonce: nul, signature: 'x' }, [401, 422]],
        ['NUL mail', '/forgot', { email: `${nul}@example.org` }, [422]],
        ['NUL reset', '/reset', { token: nul, password: right }, [410, 422]],
        ['NUL verify', '/verify', { token: nul }, [410, 422]],
        ['NUL theme', '/theme', { theme: nul }, [422]],
        ['NUL key', '/settings/keys', { key: nul }, [422]],
        ['NUL token name', '/settings/tokens', { name: nul }, [422]],
        ['huge id', '/settings/tokens/delete', { id: '9'.repeat(15) }, [303, 404]],
        ['too huge id', '/settings/keys/delete', { id: '9'.repeat(25) }, [422]],
        ['no uuid', '/settings/sessions/end', { id: "' or 1=1" }, [422]],
      ],
      async (_, path, form, statuses) => {
        const { status } = await post(path, form, path.startsWith('/settings') ? me.cookies : {})
        assert.ok(statuses.includes(status), `${status}`)
      },
    )
  })

  test('a password of 1 MB is 413 and never hashed', async () => {
    for (const path of ['/signin', '/signup']) {
      const began = performance.now()
      const answer = await post(path, { handle: 'grace_h', password: 'a'.repeat(1_000_000) })
      assert.equal(answer.status, 413)
      assert.ok(performance.now() - began < 10_000)
    }
    const before = await snapshot()
    assert.equal((await signIn('grace_h', 'a'.repeat(1_001))).status, 422, 'longer than any password')
    assert.deepEqual(await snapshot(), before)
  })
})
