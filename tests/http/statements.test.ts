import assert from 'node:assert/strict'
import { test } from 'node:test'
import { comment } from '@/lib/comment'
import { chooseTag, muteUser, muteWord } from '@/lib/reader'
import { setHideSeen, startSession } from '@/lib/user'
import { castVote } from '@/lib/vote'
import { aBemoaning, aUser } from '../makers'
import { ownServer } from '../server'

const server = ownServer({ SERVER_TIMING: '1' })

test('a page costs at most 5 statements, however many comments and votes there are', async () => {
  const author = await aUser()
  const reader = await aUser()
  const session = await startSession(reader.id, 'test')
  const ids: number[] = []
  for (let i = 0; i < 30; i += 1) ids.push(await aBemoaning(author))
  for (const id of ids) {
    await castVote(reader.voterId, id, 'bemoan')
    for (let i = 0; i < 4; i += 1) await comment(reader, id, { body: `Comment ${i}` })
  }
  const cost = async (path: string): Promise<number> => {
    let page = await server.send('GET', path, { cookies: { session } })
    if (page.status === 301)
      page = await server.send('GET', page.headers.get('location') ?? '', { cookies: { session } })
    assert.equal(page.status, 200, path)
    const count = Number(/sql;desc="(\d+)"/.exec(page.headers.get('server-timing') ?? '')?.[1])
    console.log(`${path}: ${count} statements`)
    assert.ok(count >= 2, `${path} says what it cost`)
    return count
  }
  for (const path of [
    '/',
    '/new',
    '/top/year',
    '/unfixed',
    '/t/ci',
    `/u/${author.handle}`,
    '/search?q=machine',
    '/saved',
    '/following',
    '/inbox',
    '/inbox?category=answers',
    `/u/${reader.handle}?show=comments`,
    `/u/${reader.handle}?show=remedies`,
    '/settings',
    '/settings/reading',
    '/settings/standing',
    '/settings/telling',
    `/share/${ids[0]}`,
  ])
    assert.ok((await cost(path)) <= 5, path)
  assert.ok((await cost(`/b/${ids[0]}`)) <= 5)
  // With every setting on, and some of everything muted, nothing costs more.
  assert.ok((await muteUser(reader, (await aUser()).handle, true)).ok)
  assert.ok((await muteWord(reader, 'marmalade', true)).ok)
  assert.ok((await chooseTag(reader, 'java', 'mute')).ok)
  assert.ok((await chooseTag(reader, 'ci', 'follow')).ok)
  await setHideSeen(reader, true)
  for (const path of ['/', '/new', '/top/year', '/t/ci', '/search?q=machine', '/following', '/inbox'])
    assert.ok((await cost(path)) <= 5, path)
  assert.ok((await cost(`/b/${ids[0]}`)) <= 5)
  for (let i = 0; i < 4; i += 1) await comment(author, { post: 'randomart' }, { body: `Comment ${i}` })
  assert.ok((await cost('/blog/randomart')) <= 5)
})
