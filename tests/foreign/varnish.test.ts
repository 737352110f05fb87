import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { filled } from '@/deploy/fill.mjs'
import { takeBack } from '@/lib/bemoaning'
import { ask } from '../http/client'
import { aMember } from '../http/helpers'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'

const skip =
  process.env.FOREIGN !== '1'
    ? 'npm run test:foreign runs it'
    : spawnSync('varnishd', ['-V']).status !== 0 && 'There is no Varnish here: apt-get install varnish'

const browser = { 'User-Agent': 'Mozilla/5.0', Accept: 'text/html' }

describe('Varnish in front, with deploy/varnish/site.vcl', { skip }, () => {
  const port = 20_000 + (process.pid % 20_000)
  const front = `http://127.0.0.1:${port}`
  const server = ownServer({ FRONT_CACHE_URL: front })
  const folder = mkdtempSync(join(tmpdir(), 'varnish-'))
  let program: ChildProcess | null = null
  before(async () => {
    // Its worker runs as another user.
    chmodSync(folder, 0o755)
    const file = join(folder, 'site.vcl')
    const nodes = { SITE1: '127.0.0.1', SITE2: '127.0.0.1', SITE3: '127.0.0.1' }
    const { hostname, port: behind } = new URL(server.origin)
    writeFileSync(
      file,
      filled('varnish/site.vcl', { ...nodes, CACHE_BACKEND_HOST: hostname, CACHE_BACKEND_PORT: behind }),
    )
    program = spawn(
      'varnishd',
      ['-F', '-n', join(folder, 'work'), '-a', `127.0.0.1:${port}`, '-f', file, '-s', 'malloc,64m'],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
    for (let tries = 0; tries < 200; tries += 1) {
      if (
        await ask(front, '/healthz').then(
          ({ status }) => status === 200,
          () => false,
        )
      )
        return
      await sleep(50)
    }
    throw new Error('Varnish did not start')
  })
  after(async () => {
    if (program && program.exitCode === null) {
      const gone = once(program, 'exit')
      program.kill('SIGTERM')
      await gone
    }
    rmSync(folder, { recursive: true, force: true })
  })

  /** True if Varnish had it: then it names two requests. */
  const isHit = ({ headers }: { headers: NodeJS.Dict<string | string[]> }) =>
    String(headers['x-varnish']).includes(' ')
  const get = (path: string) => ask(front, path, { headers: browser })
  async function until(what: () => Promise<boolean>): Promise<number> {
    const began = performance.now()
    while (!(await what())) {
      assert.ok(performance.now() - began < 10_000, 'it never happened')
      await sleep(20)
    }
    return performance.now() - began
  }

  test('a picture is kept for minutes, and gone as soon as its text is removed', async () => {
    const author = await aMember()
    const id = await aBemoaning(author)
    const path = `/b/${id}/picture.png`
    const first = await get(path)
    assert.equal(first.status, 200)
    await sleep(1_500)
    const second = await get(path)
    assert.ok(isHit(second), 'longer than the second that a cache without purges may keep it')
    assert.equal(second.headers['surrogate-key'], undefined, 'the keys stay between the site and its cache')
    assert.ok((await takeBack(author, id)).ok)
    const took = await until(async () => (await get(path)).status === 410)
    assert.ok(took < 2_000, `${took} ms`)
    await sleep(2_500)
    assert.equal((await get(path)).status, 410, 'it does not come back')
  })

  test('a purge leaves other pages', async () => {
    const author = await aMember()
    const [one, other] = [await aBemoaning(author), await aBemoaning(await aMember())]
    const path = `/b/${other}/picture.png`
    await get(path)
    assert.ok((await takeBack(author, one)).ok)
    await sleep(300)
    assert.ok(isHit(await get(path)))
  })

  test('only the nodes may purge, and only with keys', async () => {
    const purge = (localAddress: string, keys: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const sent = request(
          { port, host: '127.0.0.1', localAddress, method: 'PURGE', headers: { 'Surrogate-Key': keys } },
          (answer) => {
            answer.resume()
            resolve(answer.statusCode)
          },
        )
        sent.on('error', reject)
        sent.end()
      })
    assert.equal(await purge('127.0.0.1', 'abcdefghijkl mnopqrstuvwx'), 200)
    assert.equal(await purge('127.0.0.2', 'abcdefghijkl'), 405)
    assert.equal(await purge('127.0.0.1', '.*'), 400)
  })

  test('a reader with a cookie gets their own page, and nobody else does', async () => {
    const member = await aMember()
    const own = await ask(front, '/new', {
      headers: { ...browser, Cookie: `session=${member.cookies.session}` },
    })
    assert.ok(own.text.includes(member.handle))
    for (let n = 0; n < 3; n += 1) assert.ok(!(await get('/new')).text.includes(member.handle))
  })
})
