import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { Secret, TOTP } from 'otpauth'
import pg from 'pg'
import ssh2 from 'ssh2'
import { db } from '@/db'
import { rejectReasonNames } from '@/lib/jury'
import { startSession } from '@/lib/user'
import { bounds } from '@/server/ssh/bounds'
import { rejectReasons } from '@/terminal/screen/actions'
import { aBemoaning } from '../makers'
import { freePort, ownServer } from '../server'
import { aMember, aText, countsOf, limits, plain } from './helpers'

const skip = existsSync('/usr/bin/ssh') ? false : 'OpenSSH’s client is not installed'
const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-ssh-'))
const port = await freePort()

/** Makes a key and returns the path of its private half. */
function aKey(name: string, type: 'ed25519' | 'ecdsa' | 'rsa' = 'ed25519'): string {
  const { utils } = ssh2
  const made =
    type === 'ed25519'
      ? utils.generateKeyPairSync('ed25519')
      : utils.generateKeyPairSync(type, { bits: type === 'rsa' ? 3_072 : 256 })
  const file = join(folder, name)
  writeFileSync(file, made.private, { mode: 0o600 })
  writeFileSync(`${file}.pub`, made.public)
  return file
}

type Ran = { code: number | null; out: string; err: string }

/** Runs the real client. @param keys offered in this order */
function ssh(
  keys: readonly string[],
  command: string,
  input = '',
  more: readonly string[] = [],
): Promise<Ran> {
  const args = ['-F', 'none', '-p', String(port), ...more, '-o', 'IdentitiesOnly=yes', '-o', 'IdentityAgent=none', '-o', 'StrictHostKeyChecking=accept-new', '-o', `UserKnownHostsFile=${join(folder, 'known')}`, '-o', 'LogLevel=ERROR', ...(keys.length === 0 ? ['-o', 'PubkeyAuthentication=no'] : keys.flatMap((key) => ['-i', key])), '127.0.0.1', command] // biome-ignore format: a command line
  const child = spawn('/usr/bin/ssh', args, { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const said = { out: '', err: '' }
  child.stdout.on('data', (part) => {
    said.out += part
  })
  child.stderr.on('data', (part) => {
    said.err += part
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...said })))
}

describe('ssh into the site', { skip }, () => {
  const server = ownServer({ SSH_PORT: String(port) })
  const stranger = skip ? '' : aKey('stranger')
  let author: Awaited<ReturnType<typeof aMember>>
  /** A connection that says nothing, and when it is hung up on. */
  const aSocket = () => {
    const began = performance.now()
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.resume()
    const closed = new Promise<number>((resolve) =>
      socket.once('close', () => resolve(performance.now() - began)),
    )
    return { socket, closed }
  }
  let silent: ReturnType<typeof aSocket> | undefined
  before(async () => {
    await limits(server, 'off')
    author = await aMember()
    silent = aSocket()
  })

  test('anybody reads, with a key or without: the same as the API', async () => {
    const id = await aBemoaning(author)
    for (const keys of [[], [stranger], [aKey('rsa', 'rsa')], [aKey('ecdsa', 'ecdsa')]]) {
      const text = await ssh(keys, `b ${id}`)
      assert.deepEqual([text.code, text.err], [0, ''])
      assert.match(text.out, new RegExp(`^#${id} · ${author.handle} · `))
    }
    const { out } = await ssh([stranger], 'new --limit 3 --json')
    const api = await (await server.send('GET', '/api/v1/bemoanings?feed=new&limit=3')).json()
    assert.deepEqual(JSON.parse(out), api)
  })

  test('it exits with 0, 1 or 2, and says why in a sentence', async () => {
    const cases: [command: string, code: number, said: RegExp][] = [
      ['help', 0, /^$/],
      ['b 999999999', 1, /^We .+\.\n$/],
      [
        'whoami',
        1,
        /^You need an account for this\. Your key opens none: “join <handle>” makes one for it\.\n$/,
      ],
      ['nonsense', 2, /^There is no command “nonsense”\. “help” lists them\.\n$/],
      ['hot --limt 3', 2, /^Unknown option '--limt'/],
      ['b', 2, /^Write it like this: b <number>\n$/],
      ['search "not closed', 2, /^A quote is not closed\.\n$/],
      ['mosh-server new -s', 1, /not mosh/],
    ]
    for (const [command, code, said] of cases) {
      const ran = await ssh([stranger], command)
      assert.equal(ran.code, code, `${command}: ${ran.err}`)
      assert.match(ran.err, said, command)
    }
  })

  test('a key without an account has one vote, on every connection, and takes it along when it joins', async () => {
    const id = await aBemoaning(author)
    const key = aKey('voter')
    await ssh([key], `vote ${id}`)
    await ssh([key], `vote ${id} self`)
    const again = await ssh([key], `vote ${id}`)
    assert.match(again.out, /\[\+ 1 bemoan this too\] {2}! 0 self-inflicted/)
    const joined = await ssh([key], 'join quokka-by-key')
    assert.deepEqual([joined.code, joined.err], [0, ''])
    assert.equal((await ssh([key], 'whoami')).out, 'quokka-by-key\n')
    assert.match((await ssh([key], `b ${id}`)).out, /\[\+ 1 bemoan this too\]/)
    assert.deepEqual(await countsOf(id), { bemoan: 1, self: 0, rows: 1 })
    assert.equal((await ssh([aKey('imitator')], 'join quokka-by-key')).code, 1)
    assert.equal((await ssh([key], 'join another-name')).code, 1, 'one account for a key')
    await db().execute(
      sql`delete from ssh_keys where user_id = (select id from users where handle = 'quokka-by-key')`,
    )
    const other = await aBemoaning(author)
    for (const _ of [1, 2]) await ssh([key], `vote ${other}`)
    assert.equal((await countsOf(other)).rows, 1, 'once more a visitor, and one')
  })

  test('a key joins an existing account by a code from its settings, once, and takes its votes along', async () => {
    const owner = await aMember()
    const key = aKey('added')
    const id = await aBemoaning(author)
    await ssh([key], `vote ${id}`)
    const { cookies } = owner
    const settings = await (await server.send('GET', '/settings', { cookies })).text()
    assert.match(settings, /<form action="\/settings\/keys\/code" method="post">/)
    const made = plain(await (await server.send('POST', '/settings/keys/code', { cookies, form: {} })).text())
    const [, code = ''] = new RegExp(`ssh -p ${port} 127\\.0\\.0\\.1 join --code ([-\\w]+)`).exec(made) ?? []
    const added = await ssh([key], `join --code ${code}`)
    assert.deepEqual([added.code, added.err], [0, ''])
    assert.equal(added.out, `This key is ${owner.handle}’s now. It is your account here.\n`)
    assert.equal((await ssh([key], 'whoami')).out, `${owner.handle}\n`)
    assert.match((await ssh([key], `b ${id}`)).out, /\[\+ 1 bemoan this too\]/)
    const used = await ssh([stranger], `join --code ${code}`)
    assert.deepEqual(
      [used.code, used.err],
      [1, 'That code is wrong, used or too old. Make a new one at /settings.\n'],
    )
    for (const words of ['join', `join somebody --code ${code}`])
      assert.equal((await ssh([stranger], words)).code, 2, words)
    assert.equal((await ssh([], `join --code ${code}`)).code, 1, 'without a key')
  })

  test('the site publishes the keys that it shows, and their pictures', async () => {
    const published = await (await server.send('GET', '/.well-known/ssh-known-hosts')).text()
    const known = join(folder, 'published')
    writeFileSync(known, published)
    for (const algorithm of ['ssh-ed25519', 'rsa-sha2-512']) {
      const options = [
        'StrictHostKeyChecking=yes',
        `UserKnownHostsFile=${known}`,
        `HostKeyAlgorithms=${algorithm}`,
      ]
      const ran = await ssh(
        [],
        'help',
        '',
        options.flatMap((option) => ['-o', option]),
      )
      assert.deepEqual([ran.code, ran.err], [0, ''], algorithm)
    }
    const page = plain(await (await server.send('GET', '/developers')).text())
    const drawn = published.split('\n').filter((line) => line.startsWith('# '))
    assert.equal(drawn.length, 2 * 12, 'two fingerprints, two pictures of eleven lines')
    for (const line of drawn) assert.ok(page.includes(line.slice(2)), line)
  })

  test('an account writes: once for each key of a write; a ban and a removed key count at once', async () => {
    const key = aKey('writer')
    const joined = await ssh([key], 'join numbat-by-key')
    assert.deepEqual([joined.code, joined.err], [0, ''])
    await db().execute(
      sql`update users set created_at = now() - interval '40 days' where handle = 'numbat-by-key'`,
    )
    const body = aText()
    const first = await ssh([key], 'bemoan --tag ci --key k1 --json', body)
    const second = await ssh([key], 'bemoan --tag ci --key k1 --json', body)
    assert.equal(first.code, 0, first.err)
    assert.equal(JSON.parse(second.out).id, JSON.parse(first.out).id)
    const { id } = JSON.parse(first.out)
    const said = await ssh([key], `comment ${id}`, 'It was the cache.\n')
    assert.equal(said.code, 0, said.err)
    assert.match(
      (await ssh([], `b ${id}`)).out,
      /numbat-by-key · just now · so true 0\n {2}It was the cache\./,
    )
    const long = await ssh([key], `comment ${id}`, 'x'.repeat(200_000))
    assert.equal(long.code, 1, 'more than any text')
    await db().execute(sql`update users set banned_until = now() + interval '1 day', ban_reason = 'Test.' where handle = 'numbat-by-key'`) // biome-ignore format: a statement
    const banned = await ssh([key], 'whoami')
    assert.deepEqual([banned.code, /banned until .+ Test\./.test(banned.err)], [1, true], banned.err)
    await db().execute(sql`update users set banned_until = null where handle = 'numbat-by-key'`)
    await db().execute(
      sql`delete from ssh_keys where user_id = (select id from users where handle = 'numbat-by-key')`,
    )
    assert.equal((await ssh([key], 'whoami')).code, 1)
  })

  test('of several keys the account’s counts, whatever came first', async () => {
    const key = aKey('second')
    assert.equal((await ssh([key], 'join bilby-by-key')).code, 0)
    for (const keys of [[key], [stranger, key], [stranger, aKey('third'), key]])
      assert.equal((await ssh(keys, 'whoami')).out, 'bilby-by-key\n', String(keys.length))
  })

  test('a key that was registered without proof opens nothing, and goes to whoever proves to hold it', async () => {
    const key = aKey('unproven')
    const blob = (ssh2.utils.parseKey(readFileSync(key)) as ssh2.ParsedKey).getPublicSSH() // biome-ignore format: a line
    await db().execute(sql`insert into ssh_keys (user_id, type, blob, fingerprint) values (${author.id}, 'ssh-ed25519', ${blob}, 'x')`) // biome-ignore format: a statement
    assert.equal((await ssh([key], 'whoami')).code, 1)
    const joined = await ssh([key], 'join dunnart-by-key')
    assert.deepEqual([joined.code, joined.err], [0, ''])
    assert.equal((await ssh([key], 'whoami')).out, 'dunnart-by-key\n')
  })

  test('a second factor is asked for as a question, and without its code the key is nobody’s', async () => {
    const key = aKey('factored')
    assert.equal((await ssh([key], 'join potoroo-by-key')).code, 0)
    const [{ id = 0 } = {}] = (
      await db().execute<{ id: number }>(sql`select id from users where handle = 'potoroo-by-key'`)
    ).rows
    const cookies = { session: await startSession(Number(id), 'test') }
    await server.send('POST', '/settings/factor/start', { cookies, form: {} })
    const page = await (await server.send('GET', '/settings', { cookies })).text()
    const secret = (/<code[^>]*>((?:[A-Z2-7]{4} ?){8})<\/code>/.exec(page)?.[1] ?? '').replaceAll(' ', '')
    const codeAt = (steps: number) =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })
    await server.send('POST', '/settings/factor', { cookies, form: { code: codeAt(0) } })
    /** Connects and answers each question. @returns what `whoami` says; null if it was not let in */
    const whoAmI = (answers: string[]): Promise<string | null> =>
      new Promise((resolve) => {
        const client = new ssh2.Client()
        client.on('keyboard-interactive', (_, __, ___, prompts, finish) =>
          finish(prompts.map(() => answers.shift() ?? '')),
        )
        client.on('error', () => resolve(null))
        client.on('ready', () =>
          client.exec('whoami', (error, stream) => {
            let said = ''
            if (error) return resolve(null)
            stream.on('data', (part: Buffer) => {
              said += part
            })
            stream.on('close', () => {
              client.end()
              resolve(said)
            })
          }),
        )
        client.connect({
          host: '127.0.0.1',
          port,
          username: 'x',
          tryKeyboard: true,
          privateKey: readFileSync(key),
        })
      })
    assert.equal(await whoAmI([codeAt(1)]), 'potoroo-by-key\n')
    assert.equal(await whoAmI(['000000']), null)
    const silent = await ssh([key], 'whoami', '', ['-o', 'BatchMode=yes'])
    assert.equal(silent.code, 255, 'a script has no code')
  })

  test('what somebody wrote cannot move a cursor, set a title or turn a line around', async () => {
    const id = await aBemoaning(author)
    const attack = 'See \x1b]0;owned\x07 and \x9b2J and \u202egnp.exe and \x1b[2J here.'
    await db().execute(sql`update bemoanings set body = ${attack} where id = ${id}`)
    for (const command of [`b ${id}`, `b ${id} --json`]) {
      const { out, code } = await ssh([], command)
      assert.equal(code, 0)
      assert.ok(out.includes('owned'))
      assert.doesNotMatch(out, /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/, command)
    }
  })

  test('a terminal gets the screen: it moves, votes, keeps what was refused, and gives the terminal back', async () => {
    const id = await aBemoaning(author)
    const client = new ssh2.Client()
    const { said, code } = await new Promise<{ said: string; code: number }>((resolve, reject) => {
      client.on('error', reject)
      client.on('ready', () =>
        client.shell({ term: 'xterm', cols: 90, rows: 30 }, (error, stream) => {
          if (error) return reject(error)
          let all = ''
          const steps: [seen: RegExp, keys: string][] = [
            [/IBTSOCS · Hot/, '2'],
            [/IBTSOCS · New/, 'a'],
            [/\[\+ 1 bemoan this too\]/, 'o'],
            [new RegExp(`IBTSOCS · #${id}`), 'cNot by me.\x04'],
            [/You need an account for this\./, '\x03'],
            [/IBTSOCS · #/, 'qq'],
          ]
          stream.on('data', (part: Buffer) => {
            all += part
            while (steps[0]?.[0].test(all)) stream.write(steps.shift()?.[1] ?? '')
          })
          stream.on('exit', (status: number) => resolve({ said: all, code: status }))
        }),
      )
      client.connect({
        host: '127.0.0.1',
        port,
        username: 'x',
        tryKeyboard: true,
        privateKey: readFileSync(stranger),
      })
      client.on('keyboard-interactive', (_, __, ___, prompts, finish) => finish(prompts.map(() => '')))
    }).finally(() => client.end())
    assert.equal(code, 0)
    assert.ok(said.startsWith('\x1b[?1049h') && said.endsWith('\x1b[?25h\x1b[?1049l'), 'as it was before')
    assert.match(said, /Not by me\.▏/, 'what was refused is still there')
    assert.equal((await countsOf(id)).rows, 1)
    assert.deepEqual(rejectReasons, rejectReasonNames)
  })

  test('nothing is forwarded, no files are served, and a reader may hang up', async () => {
    const forward = await ssh([stranger], 'hot', '', [
      '-R',
      '0:127.0.0.1:1',
      '-o',
      'ExitOnForwardFailure=yes',
    ])
    assert.notEqual(forward.code, 0)
    const sftp = await ssh([stranger], 'sftp', '', ['-s'])
    assert.notEqual(sftp.code, 0)
    const out = await ssh([stranger], 'top all --limit 100')
    assert.equal(out.code, 0)
  })

  test('while the database is away, it says so, and goes on after', async () => {
    const name = new URL(process.env.DATABASE_URL ?? '').pathname.slice(1)
    const admin = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL })
    await admin.connect()
    await admin.query(`alter database "${name}" with allow_connections false`)
    // A backend ends a little after it was told to; a timeout makes each call wait for that (PostgreSQL 14 and newer).
    await admin.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [
      name,
    ])
    let away = await ssh([], 'search cache')
    for (let attempt = 0; attempt < 30 && away.code === 0; attempt += 1) {
      await sleep(200)
      away = await ssh([], 'search cache')
    }
    const unknown = await ssh([stranger], 'whoami')
    await admin.query(`alter database "${name}" with allow_connections true`)
    await admin.end()
    assert.equal(away.code, 1)
    assert.match(away.err, /^The database is away\. Try again in a few seconds\.\n$/)
    assert.deepEqual([unknown.code, unknown.err], [away.code, away.err], 'whose key it is is not known')
    for (let attempt = 0; attempt < 50 && (await ssh([], 'hot')).code !== 0; attempt += 1) await sleep(200)
    assert.equal((await ssh([], 'hot')).code, 0)
  })

  test('one network has twenty connections, and a silent one ends: others come in meanwhile and after', async () => {
    const many = Array.from({ length: bounds.byNetwork + 5 }, aSocket)
    await Promise.all(many.slice(bounds.byNetwork).map(({ closed }) => closed))
    assert.equal((await ssh([], 'fortune')).code, 255, 'there is no place left')
    for (const { socket } of many) socket.destroy()
    await Promise.all(many.map(({ closed }) => closed))
    await sleep(100)
    assert.equal((await ssh([], 'fortune')).code, 0)
    const lasted = (await silent?.closed) ?? 0
    assert.ok(lasted > bounds.handshake - 1_000 && lasted < 2 * bounds.handshake, `${lasted} ms`)
  })
})
