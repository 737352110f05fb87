import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { width } from '@/text/wrap'
import { aPending } from '../jury'
import { aUser } from '../makers'
import { freePort, ownServer } from '../server'

const missing = ['ssh', 'tmux', 'script'].find(
  (name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0,
)
const skip =
  process.env.FOREIGN !== '1'
    ? 'npm run test:foreign runs it'
    : missing !== undefined && `There is no ${missing} here: apt-get install openssh-client tmux bsdutils`

const port = await freePort()
const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-screen-'))
const to = `ssh -F none -p ${port} -i key -o IdentitiesOnly=yes -o IdentityAgent=none -o StrictHostKeyChecking=accept-new -o UserKnownHostsFile=known`
const run = (program: string, args: readonly string[], input = '') =>
  spawnSync(program, args, { encoding: 'utf8', input, timeout: 30_000, cwd: folder })

describe('the screen, in tmux', { skip }, () => {
  ownServer({ SSH_PORT: String(port) })
  const tmux = (...args: string[]) => run('tmux', ['-L', `ibtsocs-screen-${process.pid}`, ...args])
  const seen = (...how: string[]) => tmux('capture-pane', '-p', ...how, '-t', 's').stdout
  async function until(pattern: RegExp): Promise<string> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      if (pattern.test(seen())) return seen()
      await sleep(100)
    }
    return assert.fail(`The terminal doesn’t show ${pattern}:\n${seen()}`)
  }
  const type = (...keys: string[]) => void tmux('send-keys', '-t', 's', ...keys)
  /** Opens the site in a terminal of a size. */
  const open = (columns: number, rows: number, command: string) => {
    tmux('kill-session', '-t', 's')
    const size = ['-x', String(columns), '-y', String(rows)]
    tmux('-f', '/dev/null', 'new-session', '-d', '-s', 's', ...size, '-c', folder, `${command}; sleep 60`)
  }

  before(async () => {
    run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', 'key'])
    run('sh', ['-c', `${to} 127.0.0.1 join numbat-by-tmux`])
    await db().execute(
      sql`update users set created_at = now() - interval '90 days' where handle = 'numbat-by-tmux'`,
    )
  })
  after(() => void tmux('kill-server'))

  test('number and face stand in the gutter; at 40 to 200 columns no line is broken by the terminal', async () => {
    open(100, 30, `${to} 127.0.0.1`)
    const shown = await until(/IBTSOCS · Hot[\s\S]*bemoan this too/)
    assert.match(shown, /^▌ +#\d+ {2}\S+ · /m)
    assert.match(seen('-e'), /\x1b\[(?:38;5;\d+|1|3\d)m/)
    for (const columns of [40, 57, 66, 120, 200]) {
      tmux('resize-window', '-t', 's', '-x', String(columns), '-y', '30')
      await sleep(400)
      const lines = seen().split('\n')
      assert.match(lines[0] ?? '', /^ IBTSOCS · Hot/)
      for (const line of lines) assert.ok(width(line) <= columns, line)
    }
  })

  test('bars end where the line ends', async () => {
    open(84, 30, `${to} 127.0.0.1`)
    await until(/IBTSOCS · Hot/)
    type('s')
    await until(/bemoanings +\d+ {2}█+[^\n]?\n {2}comments +\d+ {2}█/)
  })

  test('a bemoaning shows what is like it, takes tags by their beginnings, and what was refused comes back', async () => {
    open(90, 30, `${to} 127.0.0.1`)
    await until(/IBTSOCS · Hot/)
    type('n')
    await until(/Bemoan something/)
    type('-l', 'Too short')
    type('C-d')
    await until(/Up to three tags/)
    type('-l', 'dock')
    type('Tab')
    await until(/docker ▏/)
    type('Enter')
    await until(/Bemoan something[\s\S]*Too short▏/)
    type('-l', ' is what the linter says of every name, and too long is what I say of the linter.')
    type('C-d')
    await until(/Up to three tags[\s\S]*docker ▏/)
    type('Enter')
    await until(/It is published/)
  })

  test('a new key makes an account from the screen', async () => {
    run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', 'other'])
    open(90, 30, `${to.replace('-i key', '-i other')} 127.0.0.1`)
    await until(/IBTSOCS · Hot/)
    type('J')
    await until(/Join: a new handle/)
    type('-l', 'bilby-by-tmux')
    type('Enter')
    await until(/Welcome, bilby-by-tmux\./)
    type('i')
    await until(/IBTSOCS · Inbox/)
  })

  test('the jury publishes by y and rejects by n, with a reason by its beginning', async () => {
    const author = await aUser()
    for (let n = 0; n < 2; n += 1) await aPending(author, { anonymous: true, young: true })
    open(90, 30, `${to} 127.0.0.1`)
    await until(/IBTSOCS · Hot/)
    type('y')
    const [, first = ''] = /#(\d+) · ci/.exec(await until(/IBTSOCS · The jury/)) ?? []
    type('y')
    await until(new RegExp(`IBTSOCS · The jury\\s+▌ #(?!${first}\\b)`))
    type('n')
    await until(/Why\?/)
    type('-l', 'non')
    type('Tab')
    await until(/nonsense▏/)
    type('Enter')
    await until(/Nothing waits for the jury\./)
  })

  test('a post is read whole, and a recipe for as many as come', async () => {
    open(90, 40, `${to} 127.0.0.1`)
    await until(/IBTSOCS · Hot/)
    type('b')
    await until(/IBTSOCS · Blog/)
    for (let n = 0; n < 30 && !/▌ .*soup/i.test(seen()); n += 1) {
      type('j')
      await sleep(100)
    }
    type('o')
    await until(/▌ .*soup[\s\S]*Serves 6/i)
    type('=')
    await until(/For how many servings\?/)
    type('-l', '12')
    type('Enter')
    await until(/Serves 12/)
    await until(/8 cans/)
  })

  test('“plain” and TERM=dumb write text below text, and nothing that moves a cursor', async () => {
    for (const [term, ask] of [
      ['xterm', 'plain'],
      ['dumb', ''],
    ]) {
      const { stdout } = run('sh', [
        '-c',
        `(sleep 1; printf 2; sleep 1; printf j; sleep 1; printf q) | TERM=${term} script -qc "${to} -tt 127.0.0.1 ${ask}" /dev/null`,
      ])
      assert.match(stdout, /IBTSOCS · Hot\r*\n/, term)
      assert.match(stdout, /IBTSOCS · New\r*\n/)
      assert.doesNotMatch(stdout, /\x1b/)
    }
  })
})
