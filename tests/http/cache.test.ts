import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { comment } from '@/lib/comment/commands'
import { visitorCookie } from '@/lib/cookies'
import { castVote, createVisitor } from '@/lib/vote/commands'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { headerSets, queries } from './attack'
import { ask, random } from './client'
import { aMember, inParallel, limits, type Member } from './helpers'
import { complaints, type Looker, votesIn } from './lookers'

describe('the page cache under attack', () => {
  const server = ownServer()
  let lookers: Looker[]
  let paths: string[]
  let people: string[]
  let author: Member
  const ids: number[] = []

  before(async () => {
    author = await aMember()
    for (let n = 0; n < 3; n += 1) ids.push(await aBemoaning(author))
    const [one = 0, two = 0, three = 0] = ids
    const alice = await aMember()
    const bob = await aMember()
    people = [alice.handle, bob.handle]
    const vote = async (voterId: number, id: number, kind: 'bemoan' | 'self_inflicted') => {
      assert.ok((await castVote(voterId, id, kind)).ok)
      return `${id}-${kind}`
    }
    const visitor = async (id: number, kind: 'bemoan' | 'self_inflicted') => {
      const voterId = await createVisitor()
      const [cookie = ''] = visitorCookie(voterId).split(';')
      return { cookie, votes: new Set([await vote(voterId, id, kind)]) }
    }
    const first = await visitor(two, 'bemoan')
    const second = await visitor(three, 'bemoan')
    const [a, b] = [`session=${alice.cookies.session}`, `session=${bob.cookies.session}`]
    const signedIn = (own: string) => [
      own,
      `${own}; js=1`,
      `theme=dark; ${own}`,
      `${own}; ${first.cookie}`,
      `js=1;${own}; theme=light; seen=1.2`,
    ]
    const nobody = { handle: null, votes: new Set<string>(), personal: false }
    lookers = [
      {
        name: 'alice',
        cookies: [...signedIn(a), `${a}; ${b}`],
        handle: alice.handle,
        votes: new Set([await vote(alice.voterId, one, 'bemoan')]),
        personal: true,
      },
      {
        name: 'bob',
        cookies: [...signedIn(b), `${b}; ${a}`],
        handle: bob.handle,
        votes: new Set([
          await vote(bob.voterId, one, 'self_inflicted'),
          await vote(bob.voterId, two, 'self_inflicted'),
        ]),
        personal: true,
      },
      {
        name: 'first visitor',
        cookies: [first.cookie, `${first.cookie}; theme=dark`, `session=x; ${first.cookie}`],
        handle: null,
        votes: first.votes,
        personal: true,
      },
      {
        name: 'second visitor',
        cookies: [second.cookie, `a=b; ${second.cookie}`],
        handle: null,
        votes: second.votes,
        personal: true,
      },
      { ...nobody, name: 'scripted visitor', cookies: [`${first.cookie}; js=1`], votes: first.votes },
      { name: 'nobody', cookies: ['', '', ''], ...nobody },
      {
        name: 'nobody with cookies',
        cookies: [
          'session=garbage',
          'visitor=1.x',
          'theme=dark',
          'js=1',
          `Session=${alice.cookies.session}`,
          `xsession=${bob.cookies.session}`,
          `session=${alice.token}`,
          'session=; visitor=',
          `next-auth.session-token=${alice.cookies.session}`,
          '=; ;;session',
          `a="session=${alice.cookies.session}"`,
        ],
        ...nobody,
      },
    ]
    const titles = await Promise.all(
      ids.map(async (id) => (await server.send('GET', `/b/${id}`)).headers.get('location') ?? ''),
    )
    paths = [
      '/',
      '/',
      '/new',
      '/new',
      '/t/ci',
      `/u/${alice.handle}`,
      `/u/${author.handle}`,
      ...titles,
      ...titles,
      '/tags',
      '/about',
      '/nope',
      `/b/${one}`,
      '/search?q=machine',
      '/hot.json',
      '/new.atom',
      '/t/ci.txt',
      `/u/${bob.handle}.json`,
      `/b/${one}.json`,
      `/b/${two}.atom`,
      '/random',
      '/random.json',
      '/settings',
      '/saved',
      `/api/v1/mine?bemoanings=${ids}`,
      '/api/v1/bemoanings?feed=new',
      '/api/v1/me',
      `/b/${one}/picture.png`,
    ]
    await limits(server, 'off')
  })

  test('nobody ever gets what is somebody else’s', async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
    const next = random(seed)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
    const attempts = Array.from({ length: 3_000 }, (_, n) => {
      const looker = pick(lookers)
      const [path, query] = [pick(paths), pick(queries)]
      const full = query && !path.includes('?') && !path.startsWith('/api/') ? path + query : path
      const cookie = pick(looker.cookies)
      const method = next() < 0.03 ? 'HEAD' : 'GET'
      return {
        n,
        looker,
        path: full,
        method,
        headers: { ...pick(headerSets), ...(cookie ? { Cookie: cookie } : {}) },
      }
    })
    const wrong: string[] = []
    const seen = new Map<string, number>()
    const deadline = Date.now() + 25_000
    let asked = 0
    await inParallel(attempts, 8, async ({ n, looker, path, method, headers }) => {
      if (Date.now() > deadline) return
      asked += 1
      // Pages are dropped and made anew all the time.
      if (n % 50 === 0) await comment(author, ids[0] ?? 0, { body: `Comment ${n}.` })
      const got = await ask(server.origin, path, { method, headers })
      if (votesIn(got).length > 0) seen.set(looker.name, (seen.get(looker.name) ?? 0) + 1)
      for (const complaint of complaints(looker, path, got, people))
        wrong.push(`${looker.name} ${method} ${path} ${JSON.stringify(headers)}: ${complaint}`)
    })
    console.log(
      `# ${asked} requests, seed ${seed}, pages with own votes: ${JSON.stringify(Object.fromEntries(seen))}`,
    )
    assert.deepEqual([...new Set(wrong)].slice(0, 12), [], `${wrong.length} answers are wrong (SEED=${seed})`)
    for (const name of ['alice', 'bob', 'first visitor', 'second visitor'])
      assert.ok((seen.get(name) ?? 0) > 10, `${name} saw their own votes ${seen.get(name)} times`)
  })
})
