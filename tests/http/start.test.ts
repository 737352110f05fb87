import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { removeDataFolder } from '@/db/embedded/remove'

const data = mkdtempSync(join(tmpdir(), 'ibtsocs-start-'))
const started: ChildProcess[] = []
after(() => {
  for (const child of started) child.kill('SIGKILL')
  removeDataFolder(data)
})

type Run = { child: ChildProcess; said: () => string; origin: Promise<string>; ended: Promise<number | null> }

/** Starts the site with its own embedded database. */
function start(env: Record<string, string> = {}): Run {
  const { DATABASE_URL: _, ...rest } = process.env
  const child = spawn(process.execPath, ['dist/server.mjs'], {
    env: { ...rest, NODE_ENV: 'production', PORT: '0', IBTSOCS_DATA: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
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
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    ended.then((code) => reject(new Error(`ended with ${code}: ${said}`)))
  })
  origin.catch(() => {})
  return { child, said: () => said, origin, ended }
}

const postmaster = () =>
  Number(
    readFileSync(join(realpathSync(join(data, 'postgres', '17')), 'postmaster.pid'), 'utf8').split('\n')[0],
  )
const lives = (pid: number): boolean =>
  existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')

test('SIGTERM lets running requests finish, stops the database and exits with 0', async () => {
  const site = start()
  const origin = await site.origin
  const database = postmaster()
  assert.ok(lives(database))
  // A request of which half has arrived when the signal comes.
  const body = JSON.stringify({ text: '*still here*' })
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk.toString()
  })
  socket.write(
    `POST /api/v1/preview HTTP/1.1\r\nHost: x\r\nOrigin: ${origin}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`,
  )
  await sleep(500)
  site.child.kill('SIGTERM')
  await sleep(1_500)
  await assert.rejects(fetch(`${origin}/healthz`), 'nobody new is let in')
  socket.write(body.slice(10))
  await once(socket, 'close')
  assert.match(answer, /^HTTP\/1\.1 200 /)
  assert.match(answer, /<em>still here<\/em>/)
  assert.equal(await site.ended, 0)
  assert.ok(!lives(database))
  assert.ok(!existsSync(join(data, 'server.json')))
})

test('a second start on the same folder is refused, and the first goes on', async () => {
  const first = start()
  const origin = await first.origin
  const second = start()
  assert.equal(await second.ended, 1)
  assert.match(second.said(), /already runs on .* \(process \d+, http/)
  assert.equal((await fetch(`${origin}/readyz`)).status, 200)
  first.child.kill('SIGTERM')
  assert.equal(await first.ended, 0)
})

test('after kill -9 the next start takes the database over, and stops it at the end', async () => {
  const killed = start()
  await killed.origin
  const database = postmaster()
  killed.child.kill('SIGKILL')
  await killed.ended
  assert.ok(lives(database), 'Postgres outlives its starter')
  const next = start()
  await next.origin
  assert.match(next.said(), /Took over the database/)
  assert.equal(postmaster(), database)
  next.child.kill('SIGTERM')
  assert.equal(await next.ended, 0)
  assert.ok(!lives(database))
})

test('a killed database is restarted automatically', async () => {
  const site = start()
  const origin = await site.origin
  assert.equal((await fetch(`${origin}/`)).status, 200)
  process.kill(postmaster(), 'SIGKILL')
  await sleep(100)
  assert.equal((await fetch(`${origin}/`)).status, 200, 'what is remembered is still read')
  let ready = 0
  for (let waited = 0; waited < 100 && ready !== 200; waited += 1) {
    await sleep(100)
    ready = (await fetch(`${origin}/readyz`)).status
  }
  assert.equal(ready, 200, 'within ten seconds')
  site.child.kill('SIGTERM')
  assert.equal(await site.ended, 0)
})

test('a stale postmaster.pid whose process id now belongs to another program does no harm', async () => {
  const folder = realpathSync(join(data, 'postgres', '17'))
  writeFileSync(
    join(folder, 'postmaster.pid'),
    `${process.pid}\n${folder}\n1790000000\n5432\n\n\n\nready   \n`,
  )
  const site = start()
  const origin = await site.origin
  assert.equal((await fetch(`${origin}/readyz`)).status, 200)
  site.child.kill('SIGTERM')
  assert.equal(await site.ended, 0)
})

test('a taken port and a bad value are reported plainly, with exit 1', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const taken = start({ PORT: String(port) })
  assert.equal(await taken.ended, 1)
  assert.match(taken.said(), new RegExp(`PORT is ${port}, but on 127\\.0\\.0\\.1 another program uses it`))
  other.close()
  const bad = start({ SITE_URL: 'example.org' })
  assert.equal(await bad.ended, 1)
  assert.match(bad.said(), /SITE_URL is "example\.org", but must be/)
})

test('a missing file named in the environment is reported with the name of the variable', async () => {
  const file = join(data, 'a-file')
  writeFileSync(file, '')
  const url = 'postgres://somebody:hunter2@127.0.0.1:1/x?sslpassword=hunter2'
  for (const [name, value, message] of [
    [
      'DATABASE_URL',
      url,
      /DATABASE_URL is postgres:\/\/somebody:\*\*\*@127\.0\.0\.1:1\/x.* must be .*ECONNREFUSED/,
    ],
    ['HOST', '192.0.2.1', /HOST is "192\.0\.2\.1", but must be an address of this machine/],
    ['HOST', 'no-such-host.invalid', /HOST is "no-such-host\.invalid", but must be an address/],
    ['IBTSOCS_DATA', file, /IBTSOCS_DATA is ".*a-file", but must be a folder .* \(ENOTDIR\)/],
    ['IBTSOCS_DATA', join(file, 'below'), /IBTSOCS_DATA is ".*below", but must be a folder/],
    ['IBTSOCS_DATA', '/proc/x/y', /IBTSOCS_DATA is "\/proc\/x\/y", but must be a folder .* \(ENOENT\)/],
  ] as const) {
    const run = start({ [name]: value })
    const patience = setTimeout(() => run.child.kill('SIGKILL'), 30_000)
    assert.equal(await run.ended, 1, `${name}=${value}: ${run.said()}`)
    clearTimeout(patience)
    assert.match(run.said(), message)
    assert.doesNotMatch(run.said(), /hunter2|\n\s+at /)
    assert.equal(run.said().trim().split('\n').length, 1, run.said())
  }
})
