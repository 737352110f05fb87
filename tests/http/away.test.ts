import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { closePool, pool } from '@/db'
import { startEmbedded } from '@/db/embedded'
import { takeBack } from '@/lib/bemoaning'
import { comment } from '@/lib/comment'
import { issueToken, startSession } from '@/lib/user'
import { aBemoaning, aUser } from '../makers'
import { serverOn } from '../server'
import { aMember } from './helpers'

const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-away-'))
const database = await startEmbedded(folder)
process.env.DATABASE_URL = database.url
const server = serverOn()
after(() => {
  rmSync(database.folder, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
})

/** The database's processes: its postmaster, then the others. */
function processes(): number[] {
  const postmaster = String(database.pid)
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return new RegExp(`\\) \\S ${postmaster} `).test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
      } catch {
        return false
      }
    })
  return [postmaster, ...children].map(Number)
}
const signal = (name: 'SIGSTOP' | 'SIGCONT') => {
  for (const pid of processes()) process.kill(pid, name)
}
const metric = async (name: string): Promise<number> => {
  const text = await (await server.send('GET', '/metrics')).text()
  return Number(new RegExp(`^ibtsocs_${name} (\\d+)$`, 'm').exec(text)?.[1])
}
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const began = performance.now()
  while (!(await isSo())) {
    assert.ok(performance.now() - began < 10_000, 'it takes too long')
    await sleep(50)
  }
}
const connections = async (name: string): Promise<number> => {
  const { rows } = await pool().query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where application_name like $1 and pid <> pg_backend_pid()`,
    [name],
  )
  return rows[0]?.count ?? 0
}

test('a process has at most ten connections and the one that listens', async () => {
  await closePool()
  const most: number[] = []
  for (let round = 0; round < 2; round += 1) {
    const pages = ['/search?q=bug', '/api/v1/bemoanings', '/u/nobody', '/log', '/random', '/b/1.txt']
    const asked = Array.from({ length: 30 }, (_, n) => server.send('GET', pages[n % pages.length] ?? '/'))
    await sleep(30)
    most.push(await connections('ibtsocs%'))
    for (const answer of await Promise.all(asked)) assert.ok(answer.status < 500)
  }
  // Both module graphs had a pool each: 25 and more.
  assert.ok(Math.max(...most) <= 11 && Math.max(...most) >= 2, `${most}`)
})

test('the admin tool lists the process, its connections and its heartbeat', () => {
  const run = spawnSync(process.execPath, ['dist/admin.mjs', 'nodes', '--json'], {
    encoding: 'utf8',
    env: { ...process.env, IBTSOCS_DATA: server.data },
  })
  const [node, ...others] = JSON.parse(run.stdout) as Record<string, string | number | boolean>[]
  assert.deepEqual(others, [])
  assert.ok(String(node?.node).endsWith(`:${new URL(server.origin).port}`))
  assert.equal(node?.build, readFileSync('.next/BUILD_ID', 'utf8').slice(0, 8))
  assert.ok(Number(node?.connections) >= 2 && Number(node?.connections) <= 11 && Number(node?.heard) < 10)
  assert.equal(node?.deaf, false)
})

test('a listener whose backend is ended listens again, once', async () => {
  for (let round = 0; round < 3; round += 1) {
    const before = await metric('invalidation_connections_total')
    await pool().query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'ibtsocs-listen %'",
    )
    await until(async () => (await metric('invalidation_connections_total')) > before)
  }
  assert.equal(await metric('invalidations_deaf'), 0)
  assert.equal(await connections('ibtsocs-listen %'), 1)
})

test('a frozen database: kept pages are there, all else is 503 within 5 s, and a removed text is not shown', async () => {
  const user = await aUser()
  const [id, gone] = [await aBemoaning(user), await aBemoaning(user)]
  const [token, session] = [await issueToken(user.id, 'test'), await startSession(user.id, 'test')]
  const at = async (of: number) => (await server.send('GET', `/b/${of}`)).headers.get('location') ?? ''
  const [path, gonePath] = [await at(id), await at(gone)]
  for (const kept of [path, gonePath]) assert.equal((await server.send('GET', kept)).status, 200)
  // A comment makes the page out of date just before the database goes; a removal deletes it.
  const me = await aMember()
  assert.ok((await comment(me, id, { body: 'Just before.' })).ok)
  assert.ok((await takeBack({ ...me, id: user.id }, gone)).ok)
  await sleep(300)
  signal('SIGSTOP')
  try {
    const asked = async (page: string, options: Parameters<typeof server.send>[2] = {}) => {
      const began = performance.now()
      const answer = await server.send('GET', page, options)
      return { page, status: answer.status, text: await answer.text(), took: performance.now() - began }
    }
    const json = { token }
    const [kept, ...others] = await Promise.all([
      asked(path),
      asked('/unfixed'),
      asked('/readyz'),
      asked('/api/v1/bemoanings'),
      asked('/api/v1/me', json),
      asked('/settings', { cookies: { session } }),
      asked(gonePath),
    ])
    assert.equal(kept?.status, 200)
    assert.match(kept?.text ?? '', /We can’t make this page anew right now/)
    for (const { page, status, took } of [kept, ...others].flatMap((each) => each ?? [])) {
      if (page !== path) assert.equal(status, 503, page)
      assert.ok(took < 5_000, `${page} took ${Math.round(took)} ms`)
    }
    assert.equal(await metric('db_silent'), 1)
    const again = await Promise.all(['/unfixed', '/readyz', '/api/v1/bemoanings'].map((page) => asked(page)))
    for (const { page, status, took } of again) {
      assert.equal(status, 503, page)
      assert.ok(took < 1_000, `${page} took ${Math.round(took)} ms once it is known`)
    }
    await until(async () => (await metric('invalidations_deaf')) === 1)
  } finally {
    signal('SIGCONT')
  }
  await until(async () => (await server.send('GET', '/readyz')).status === 200)
  await until(async () => (await metric('invalidations_deaf')) === 0)
  assert.match(await (await server.send('GET', path)).text(), /Just before\./)
  assert.equal((await server.send('GET', gonePath)).status, 410)
})

test('without the database cached pages still load, and a failed write keeps its text', async () => {
  const user = await aUser()
  const id = await aBemoaning(user)
  const session = await startSession(user.id, 'test')
  const token = await issueToken(user.id, 'test')
  assert.equal((await server.send('GET', '/')).status, 200)
  await closePool()
  await database.stop()

  const front = await server.send('GET', '/')
  assert.equal(front.status, 200)
  assert.ok((await front.text()).includes('<article class="entry"'), 'with its bemoanings')
  assert.equal(
    (await server.send('GET', '/', { cookies: { session } })).status,
    200,
    'who is signed in reads what everybody reads',
  )

  const unseen = await server.send('GET', '/tags')
  assert.equal(unseen.status, 503)
  assert.ok(unseen.headers.get('retry-after'))
  assert.match(await unseen.text(), /The database is away/)

  assert.equal((await server.send('GET', '/healthz')).status, 200)
  const ready = await server.send('GET', '/readyz')
  assert.equal(ready.status, 503)
  assert.match(await ready.text(), /doesn’t respond/)
  const readable = await server.send('GET', '/readz')
  assert.equal(readable.status, 200, 'a balancer may still send readers')
  assert.match(await readable.text(), /^\d+ pages from memory: the database doesn’t respond/)

  const mine = await server.send('GET', '/api/v1/mine', { cookies: { session } })
  assert.equal(mine.status, 503, 'a browser must not take this for a sign-out')

  const text = 'What I was about to say <em>when</em> the database went away.'
  const form = await server.send('POST', '/submit', {
    cookies: { session },
    form: { body: text, tags: ['ci', 'git'] },
  })
  assert.equal(form.status, 503)
  assert.ok(form.headers.get('retry-after'))
  const page = await form.text()
  assert.ok(page.includes('What I was about to say &lt;em&gt;when&lt;/em&gt; the database went away.'))
  assert.match(page, /action="\/submit"/)

  const call = await server.send('PUT', `/api/v1/bemoanings/${id}/vote`, { token, json: { kind: 'bemoan' } })
  assert.equal(call.status, 503)
  assert.ok(call.headers.get('retry-after'))
  assert.equal(call.headers.get('content-type'), 'application/problem+json')
})

test('the blog can be read without the database, including pages that were never requested before', async () => {
  for (const path of [
    '/blog',
    '/blog/randomart',
    '/blog/black-bean-soup?servings=3',
    '/blog/tags/xen',
    '/blog/series/xen-tips',
    '/blog/2026',
    '/search?q=bishop&type=blog',
    '/randomart',
  ]) {
    const page = await server.send('GET', path, { headers: { Accept: 'text/html' } })
    assert.equal(page.status, 200, path)
    const text = await page.text()
    assert.match(text, /<h1/)
    if (path === '/blog/randomart') assert.match(text, /bishop[\s\S]*The comments are away for a moment/)
  }
  for (const path of [
    '/blog.atom',
    '/blog.json',
    '/blog/randomart.md',
    '/blog/tags/soup.rss',
    '/randomart.txt?fingerprint=MD5:20:e9:b0:5b:5a:2b:ad:e8:4d:e4:b3:a0:32:49:2d:97',
  ])
    assert.equal((await server.send('GET', path)).status, 200, path)
  const said = 'What I was about to say <em>when</em> it went away.'
  const form = await server.send('POST', '/blog/randomart/comments', {
    cookies: { session: 'x' },
    form: { body: said },
  })
  assert.equal(form.status, 503)
  assert.match(await form.text(), /What I was about to say &lt;em&gt;when/)
})
