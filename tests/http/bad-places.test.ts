import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { removeDataFolder } from '@/db/embedded/remove'
import { authSecret } from '@/server/secret'
import { databaseReady, ownDatabase } from '../database'

ownDatabase('starter')
const isRoot = process.getuid?.() === 0
/** A user that may do nothing. */
const nobody = 65_534
const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-bad-'))
chmodSync(folder, 0o755)
const started: ChildProcess[] = []
after(() => {
  for (const child of started) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

type Run = { child: ChildProcess; said: () => string; origin: Promise<string>; ended: Promise<number | null> }

function start(data: string, env: Record<string, string> = {}, uid?: number): Run {
  const { DATABASE_URL: _, AUTH_SECRET: __, ...rest } = process.env
  const child = spawn(process.execPath, ['dist/server.mjs'], {
    env: { ...rest, NODE_ENV: 'production', PORT: '0', IBTSOCS_DATA: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  started.push(child)
  let said = ''
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const origin = new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      const found = /runs at (http:\/\/[^/\s]+)/.exec(said)?.[1]
      if (found) resolve(found)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    ended.then((code) => reject(new Error(`ended with ${code}: ${said}`)))
  })
  origin.catch(() => {})
  return { child, said: () => said, origin, ended }
}

async function stop({ child, ended }: Run): Promise<void> {
  child.kill('SIGTERM')
  assert.equal(await ended, 0)
}

/** The last line, because Next may print one about itself before. */
const last = (said: string): string => said.trim().split('\n').at(-1) ?? ''

test('a secret or folder that the user can’t use stops the start with one sentence and the cure', async (t) => {
  if (!isRoot) return t.skip('only root can make files that belong to another user')
  const theirs = join(folder, 'theirs')
  mkdirSync(theirs)
  chownSync(theirs, nobody, nobody)
  writeFileSync(join(theirs, 'auth-secret'), 'a secret that belongs to root, 12345\n', { mode: 0o600 })
  const roots = join(folder, 'roots')
  mkdirSync(roots, { mode: 0o755 })
  const empty = join(folder, 'empty')
  mkdirSync(empty)
  writeFileSync(join(empty, 'auth-secret'), '')
  assert.throws(
    () => authSecret({ authSecret: undefined, dataDir: empty }),
    /holds no secret, but 0 characters\. Put it back/,
  )
  for (const [data, uid, said] of [
    [
      theirs,
      nobody,
      /auth-secret holds the site’s secret, and this user can’t use it \(EACCES\)\. Give it to the user that runs the site: chown -R nobody .*theirs$/,
    ],
    [
      roots,
      nobody,
      /^IBTSOCS_DATA is ".*roots", but must be a folder that this user can create and write to \(EACCES\)\. Give it to the user that runs the site: chown -R nobody .*roots$/,
    ],
  ] as const) {
    const run = start(data, {}, uid)
    assert.equal(await run.ended, 1, run.said())
    assert.match(last(run.said()), said)
    assert.doesNotMatch(run.said(), /\n\s+at /)
  }
})

test('with the database elsewhere, a folder that can’t be written leaves the site readable', async (t) => {
  if (!isRoot) return t.skip('only root can start a site as another user')
  await databaseReady()
  const roots = join(folder, 'roots-2')
  mkdirSync(roots, { mode: 0o755 })
  // The socket of the tests' database is closed to others, so root starts it on a disk that is mounted read-only.
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=1m', 'tmpfs', roots])
  if (mounted.status !== 0) return t.skip('this machine can’t mount a disk')
  try {
    const env = { DATABASE_URL: process.env.DATABASE_URL ?? '' }
    const without = start(roots, env)
    assert.equal(await without.ended, 1)
    assert.match(without.said(), /auth-secret can’t be written \(EROFS\)\. Its disk is mounted read-only/)
    const run = start(roots, { ...env, AUTH_SECRET: 'one of at least thirty-two characters' })
    const origin = await run.origin
    assert.match(run.said(), /\(EROFS\)\..*\. The site starts without that folder: emails need SMTP_URL/)
    assert.equal((await fetch(`${origin}/`)).status, 200)
    await stop(run)
  } finally {
    spawnSync('umount', [roots])
  }
})

test('a start with no byte free can be read, and without the reserve says what to free', async (t) => {
  if (!isRoot) return t.skip('only root can mount a small disk')
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', disk]).status !== 0)
    return t.skip('this machine can’t mount a disk')
  const data = join(disk, 'data')
  try {
    chmodSync(disk, 0o755)
    mkdirSync(data)
    const fill = () => spawnSync('sh', ['-c', 'cat /dev/zero > "$1"', 'sh', join(disk, 'ballast')])
    const first = start(data)
    await first.origin
    const reserve = join(realpathSync(join(data, 'postgres', '17')), '..', 'reserve')
    const size = () => statSync(reserve, { throwIfNoEntry: false })?.size ?? 0
    for (let tries = 0; tries < 100 && size() < 2 ** 25; tries += 1) await sleep(50)
    assert.equal(size(), 2 ** 25)
    await stop(first)
    fill()
    const full = start(data)
    const origin = await full.origin
    assert.equal((await fetch(`${origin}/`)).status, 200)
    let metrics = ''
    for (let tries = 0; tries < 50 && !/^ibtsocs_read_only 1$/m.test(metrics); tries += 1)
      metrics = await (await fetch(`${origin}/metrics`)).text()
    assert.match(metrics, /^ibtsocs_read_only 1$/m)
    await stop(full)
    fill()
    rmSync(reserve, { force: true })
    spawnSync('sh', ['-c', 'cat /dev/zero > "$1"', 'sh', join(disk, 'more')])
    const stuck = start(data)
    assert.equal(await stuck.ended, 1)
    assert.match(last(stuck.said()), /Free at least 64 MB .*start again\.$/)
    assert.doesNotMatch(stuck.said(), /\n\s+at /)
  } finally {
    for (const child of started) child.kill('SIGKILL')
    removeDataFolder(data)
    spawnSync('umount', ['-l', disk])
  }
})
