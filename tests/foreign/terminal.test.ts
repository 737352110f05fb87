import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { aMember, limits, plain } from '../http/helpers'
import { aBemoaning } from '../makers'
import { freePort, ownServer } from '../server'

const programs = ['ssh', 'tmux', 'dbclient', 'plink', 'ssh-audit']
const missing = programs.find((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0)
const skip =
  process.env.FOREIGN !== '1'
    ? 'npm run test:foreign runs it'
    : missing !== undefined &&
      `There is no ${missing} here: apt-get install openssh-client tmux dropbear-bin putty-tools ssh-audit`

const port = await freePort()
const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-terminal-'))
const run = (program: string, ...args: string[]) =>
  spawnSync(program, args, { encoding: 'utf8', input: '', timeout: 30_000, cwd: folder })

describe('the site in a terminal, with the clients people have', { skip }, () => {
  const server = ownServer({ SSH_PORT: String(port) })
  const tmux = (...args: string[]) => run('tmux', '-L', `ibtsocs-${process.pid}`, ...args)
  let id = 0

  before(async () => {
    await limits(server, 'off')
    id = await aBemoaning(await aMember())
    run('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', 'key')
  })
  after(() => void tmux('kill-server'))

  const seen = () => tmux('capture-pane', '-p', '-t', 's').stdout
  /** Waits until the terminal shows something. */
  async function until(pattern: RegExp): Promise<string> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      if (pattern.test(seen())) return seen()
      await sleep(100)
    }
    return assert.fail(`The terminal doesn’t show ${pattern}:\n${seen()}`)
  }
  const type = (...keys: string[]) => void tmux('send-keys', '-t', 's', ...keys)

  test('a new key signs up, bemoans, votes, comments, is answered in the browser, and sees it in the inbox', async () => {
    const to = `ssh -F none -p ${port} -i key -o IdentitiesOnly=yes -o IdentityAgent=none -o StrictHostKeyChecking=accept-new -o UserKnownHostsFile=known 127.0.0.1`
    assert.match(run('sh', '-c', `${to} join wombat-by-tmux`).stdout, /^Welcome, wombat-by-tmux\./)
    await db().execute(
      sql`update users set created_at = now() - interval '40 days' where handle = 'wombat-by-tmux'`,
    )
    tmux(
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      '-s',
      's',
      '-x',
      '90',
      '-y',
      '30',
      '-c',
      folder,
      `${to}; echo ended $?; sleep 60`,
    )
    await until(/IBTSOCS · Hot/)
    type('n')
    await until(/Bemoan something/)
    type('-l', 'The terminal bell is the only thing here that has never been wrong.')
    type('C-d')
    await until(/Up to three tags/)
    type('-l', 'c')
    await until(/ci {2}/)
    type('-l', 'i')
    type('Enter')
    const [, own = ''] = /#(\d+) +wombat-by-tmux/.exec(await until(/It is published/)) ?? []
    type('c')
    await until(/Comment on #/)
    type('-l', 'Mine is muted.')
    type('C-d')
    await until(/Your comment is there\./)
    const page = plain(await (await server.send('GET', `/b/${own}`, {})).text().catch(() => ''))
    const moved = await server.send('GET', `/b/${own}.txt`)
    assert.match(page + (await moved.text()), /Mine is muted\./)
    const friend = await aMember()
    const { rows } = await db().execute<{ id: number }>(
      sql`select id from comments where bemoaning_id = ${Number(own)}`,
    )
    await server.send('POST', `/b/${own}/comments`, {
      cookies: friend.cookies,
      form: { body: 'Mine too, since Tuesday.', parent: String(rows[0]?.id) },
    })
    type('i')
    await until(new RegExp(`${friend.handle} replied to you on #${own}`))
    tmux('resize-window', '-t', 's', '-x', '60', '-y', '20')
    await until(/IBTSOCS · Inbox/)
    type('o')
    await until(/Mine too, since Tuesday\./)
    type('q')
    await until(/IBTSOCS · Inbox/)
    type('q')
    await until(/IBTSOCS · #/)
    for (const _ of [1, 2, 3]) {
      type('q')
      await sleep(300)
    }
    await until(/ended 0/)
  })

  test('Dropbear’s and PuTTY’s clients read, without a key and with one', () => {
    const { stdout: print } = run('ssh-keyscan', '-p', String(port), '-t', 'ed25519', '127.0.0.1')
    run('sh', '-c', `printf %s "${print.trim().split(' ').slice(1).join(' ')}" > host.pub`)
    const [, hash = ''] = run('ssh-keygen', '-l', '-f', 'host.pub').stdout.split(' ')
    const read = new RegExp(`^#${id} · `)
    const bell = ['-y', '-p', String(port), 'x@127.0.0.1', `b ${id}`]
    assert.match(run('dbclient', ...bell).stdout, read)
    run('dropbearkey', '-t', 'ed25519', '-f', 'dropbear')
    assert.match(run('dbclient', '-i', 'dropbear', ...bell).stdout, read)
    const plink = ['-batch', '-hostkey', hash, '-P', String(port), 'x@127.0.0.1', `b ${id}`]
    assert.match(run('plink', ...plink).stdout, read)
  })

  test('ssh-audit finds nothing weak', () => {
    const { stdout } = run('ssh-audit', '-n', '-p', String(port), '127.0.0.1')
    assert.match(stdout, /ssh-ed25519/)
    // It does not know the countermeasure to the Terrapin attack by name (version 2.5 of 2021).
    const found = stdout
      .split('\n')
      .filter((line) => /\[(?:fail|warn)\]/.test(line) && !/kex-strict-s-v00/.test(line))
    assert.deepEqual(found, [])
  })
})
