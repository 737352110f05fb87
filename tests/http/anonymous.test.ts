import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { unseal } from '@/core/crypto'
import { feeds } from '@/core/feeds'
import { db } from '@/db'
import { bemoan } from '@/lib/bemoaning'
import { comment } from '@/lib/comment'
import { sealedFor } from '@/lib/delivery'
import { report } from '@/lib/moderation'
import { chooseTag, muteUser, watch } from '@/lib/reader'
import { rename, renewFeedToken } from '@/lib/user'
import { ownServer } from '../server'
import { aMember, inParallel, limits, type Member } from './helpers'

const server = ownServer()
const mark = 'zqsecretly'

describe('no output connects an anonymous text with its author', () => {
  let author: Member
  let reader: Member
  let moderator: Member
  let id = 0
  let caseId = 0

  before(async () => {
    await limits(server, 'off')
    author = await aMember({ ageDays: 60 })
    reader = await aMember({ ageDays: 60 })
    moderator = await aMember({ role: 'moderator' })
    const made = await bemoan(author, {
      body: `This machine says ${mark} when nobody is there to hear it.`,
      tags: ['ci'],
      anonymous: true,
    })
    assert.ok(made.ok)
    id = made.value.id
    assert.ok((await chooseTag(reader, 'ci', 'follow')).ok)
    assert.ok((await watch(reader, id, 'all')).ok)
    assert.ok((await comment(moderator, id, { body: 'Whose may it be?' })).ok)
    const subject = { type: 'bemoaning', id } as const
    assert.ok(
      (await report({ viewer: reader, voterId: reader.voterId, network: 'n' }, { subject, reason: 'spam' }))
        .ok,
    )
    const { rows } = await db().execute<{ id: number }>(sql`select id from cases where bemoaning_id = ${id}`)
    caseId = rows[0]?.id ?? 0
    assert.ok((await rename(author, 'zq-other-name')).ok)
  })

  const names = () => [author.handle, 'zq-other-name']

  const paths = (): string[] => [
    '/',
    ...feeds.flatMap(({ path }) => [path, ...['.json', '.atom', '.rss', '.txt'].map((f) => (path === '/' ? '/hot' : path) + f)]),
    ...['', '.json', '.atom', '.txt'].flatMap((format) => [`/t/ci${format}`, `/following${format}`, `/search${format}?q=${mark}`]),
    `/b/${id}`, `/b/${id}.json`, `/b/${id}.txt`, `/b/${id}.atom`, `/embed/b/${id}`, `/share/${id}`, `/why/${id}`,
    `/oembed?url=${encodeURIComponent(`${server.origin}/b/${id}`)}`,
    `/api/v1/bemoanings/${id}`, `/api/v1/bemoanings/${id}/comments`, `/api/v1/bemoanings/${id}/standing`, '/api/v1/bemoanings?feed=new',
    '/api/v1/me/following', '/api/v1/me/notices', '/api/v1/me/export', `/api/v1/search?q=${mark}`,
    '/inbox', '/log', '/log.json', '/cases', `/cases/${caseId}`, '/cases/votes', '/saved', `/report?type=bemoaning&id=${id}`,
  ] // biome-ignore format: it is a list of addresses

  test('for readers, moderators and signed-out visitors alike', async () => {
    let shown = 0
    for (const by of [null, reader, moderator])
      await inParallel(paths(), 6, async (path) => {
        const who =
          by === null ? {} : path.startsWith('/api/') ? { token: by.token } : { cookies: by.cookies }
        let got = await server.send('GET', path, who)
        if (got.status === 301) got = await server.send('GET', got.headers.get('location') ?? '', who)
        const text = await got.text()
        if (text.includes(mark)) shown += 1
        for (const name of names()) assert.ok(!text.includes(name), `${path} names ${name}`)
      })
    assert.ok(shown > 60, `it was looked at in ${shown} places`)
  })

  test('nor under their name, old or new, nor by muting them', async () => {
    for (const name of names())
      for (const path of [
        `/u/${name}`,
        `/u/${name}.json`,
        `/u/${name}?show=comments`,
        `/search?q=by:${name}`,
        `/api/v1/bemoanings?author=${name}`,
      ]) {
        let got = await server.send('GET', path)
        if (got.status === 301) {
          assert.match(got.headers.get('location') ?? '', /^\/u\/zq-other-name/)
          got = await server.send('GET', got.headers.get('location') ?? '')
        }
        assert.equal(got.status, 200, path)
        assert.ok(!(await got.text()).includes(mark), path)
      }
    assert.ok((await muteUser(reader, 'zq-other-name', true)).ok)
    await renewFeedToken(reader, true)
    const list = await server.send('GET', '/new', { cookies: reader.cookies })
    assert.match(await list.text(), new RegExp(mark))
  })

  test('nor in emails or the lists of the admin tool', async () => {
    const { rows } = await db().execute<{ sealed: Buffer | null; user: number }>(
      sql`select sealed, user_id as "user" from deliveries where user_id <> ${author.id}`,
    )
    for (const { sealed } of rows)
      for (const name of names()) assert.ok(!unseal(sealedFor, sealed ?? Buffer.alloc(0))?.includes(name))
    for (const args of [['export'], ['deliveries']]) {
      const said = execFileSync(process.execPath, ['tools/admin.mjs', ...args], {
        encoding: 'utf8',
        env: { ...process.env, IBTSOCS_DATA: server.data },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      for (const name of names()) assert.ok(!said.includes(name), args.join(' '))
    }
  })
})
