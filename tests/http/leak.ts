import assert from 'node:assert/strict'
import { visitorCookie } from '@/core/cookies'
import { comment } from '@/lib/comment'
import { castVote, createVisitor } from '@/lib/vote'
import { aBemoaning } from '../makers'
import { headerSets, queries } from './attack'
import { ask, random } from './client'
import { aMember, inParallel, type Member } from './helpers'
import { complaints, type Looker, votesIn } from './lookers'

/**
 * The people and paths: two signed-in users, two voters without an account, and strangers, with every cookie they may
 * send.
 */
export type Scene = { lookers: Looker[]; paths: string[]; people: string[]; author: Member; ids: number[] }

/** Creates these people and their bemoanings, in the database of the site at `origin`. */
export async function leakScene(origin: string): Promise<Scene> {
  const author = await aMember()
  const ids: number[] = []
  for (let n = 0; n < 3; n += 1) ids.push(await aBemoaning(author))
  const [one = 0, two = 0, three = 0] = ids
  const alice = await aMember()
  const bob = await aMember()
  const people = [alice.handle, bob.handle]
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
  const lookers: Looker[] = [
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
    ids.map(async (id) => (await ask(origin, `/b/${id}`)).headers.location ?? ''),
  )
  const paths = [
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
  return { lookers, paths, people, author, ids }
}

/** The result: requests, responses with personal votes by recipient, and errors, in words. */
export type Leaks = { asked: number; seen: Record<string, number>; wrong: string[] }

/**
 * Sends requests as all of them at once, in an order from the seed: each cookie with each set of headers and each
 * query, up to `requests`, while pages are constantly invalidated and rendered again.
 * @param until sends no more requests after this time (milliseconds, as Date.now())
 */
export async function tryToLeak(
  origin: string,
  { lookers, paths, people, author, ids }: Scene,
  { requests, seed, until = Number.POSITIVE_INFINITY }: { requests: number; seed: number; until?: number },
): Promise<Leaks> {
  const next = random(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const all = lookers.flatMap((looker) =>
    looker.cookies.flatMap((cookie) =>
      headerSets.flatMap((headers) => queries.map((query) => ({ looker, cookie, headers, query }))),
    ),
  )
  for (let i = all.length - 1; i > 0; i -= 1) {
    const j = Math.floor(next() * (i + 1))
    const [one, other] = [all[i], all[j]]
    if (one && other) [all[i], all[j]] = [other, one]
  }
  const attempts = Array.from({ length: requests }, (_, n) => all[n] ?? pick(all))
  const made = attempts.map(({ looker, cookie, headers, query }) => {
    const path = pick(paths)
    const full = query && !path.includes('?') && !path.startsWith('/api/') ? path + query : path
    const method = next() < 0.03 ? 'HEAD' : 'GET'
    return { looker, path: full, method, headers: { ...headers, ...(cookie ? { Cookie: cookie } : {}) } }
  })
  const leaks: Leaks = { asked: 0, seen: {}, wrong: [] }
  await inParallel(made, 8, async ({ looker, path, method, headers }, n) => {
    if (Date.now() > until) return
    leaks.asked += 1
    if (n % 50 === 0) assert.ok((await comment(author, ids[0] ?? 0, { body: `Comment ${n}.` })).ok)
    const got = await ask(origin, path, { method, headers })
    if (votesIn(got).length > 0) leaks.seen[looker.name] = (leaks.seen[looker.name] ?? 0) + 1
    for (const complaint of complaints(looker, path, got, people))
      leaks.wrong.push(`${looker.name} ${method} ${path} ${JSON.stringify(headers)}: ${complaint}`)
  })
  return leaks
}
