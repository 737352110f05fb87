import assert from 'node:assert/strict'
import { sql } from 'drizzle-orm'
import { visitorCookie } from '@/core/cookies'
import { db } from '@/db'
import { bemoan } from '@/lib/bemoaning'
import { comment } from '@/lib/comment'
import { decide } from '@/lib/moderation'
import { chooseTag, markSeen, muteUser, muteWord } from '@/lib/reader'
import { setHideSeen } from '@/lib/user'
import { castVote, createVisitor } from '@/lib/vote'
import { aBemoaning } from '../makers'
import { ask } from './client'
import { aMember, inParallel, type Member } from './helpers'

/** Eight readers with their cookies, and the addresses that they read. */
export type AlikeScene = { readers: ReadonlyMap<string, string>; paths: readonly string[] }

const done = <T>(result: { ok: true; value: T } | { ok: false; message: string }): T => {
  if (!result.ok) assert.fail(result.message)
  return result.value
}

const fixed = [
  '/',
  '/new',
  '/top/week',
  '/top/all',
  '/top/century',
  '/fixed',
  '/unfixed',
  '/hot',
  '/?after=forged',
  '/t/ci',
  '/t/xen',
  '/t/soup',
  '/t/nothing-of-ours',
  '/tags',
  '/u/kettle',
  '/u/kettle?show=comments',
  '/u/kettle?show=remedies',
  '/u/nobody-here',
  '/search',
  '/search?q=printer',
  '/search?q=zzzqq',
  '/search?q=soup&type=blog',
  '/search?q=ci&type=bemoanings',
  '/search?type=forged',
  '/log',
  '/log?action=lock&type=comment',
  '/log?action=forged',
  '/about',
  '/rules',
  '/privacy',
  '/developers',
  '/state',
  '/state?window=all',
  '/state?window=forged',
  '/why/1?list=/',
  '/why/1?list=/forged',
  '/share/1',
  '/share/999999',
  '/offline',
  '/farewell',
  '/blog',
  '/blog/tags',
  '/blog/tags/xen',
  '/blog/tags/linux+virtualization',
  '/blog/series',
  '/blog/series/xen-tips',
  '/blog/2026',
  '/blog/seven-second-ls',
  '/blog/seven-second-ls?muted=show',
  '/blog/what-a-syscall-costs',
  '/blog/black-bean-soup',
  '/blog/black-bean-soup?servings=5&units=metric',
  '/blog/xen-tips-1-hvm-networking',
  '/blog/nothing-of-ours',
  '/randomart',
  '/randomart?key=garbage',
  '/nothing-of-ours',
  '/b/999999',
  '/following',
  '/saved',
  '/inbox',
  '/settings/reading',
  '/jury',
  '/cases',
]

/** Creates the readers, and something of every kind to read. */
export async function alikeScene(origin: string): Promise<AlikeScene> {
  const author = await aMember()
  const another = await aMember()
  const moderator = await aMember({ role: 'moderator' })
  const hiding = await aMember()
  const muting = await aMember()
  const banned = await aMember()
  const young = await aMember({ ageDays: 0 })
  const text = 'The build was green & <b>"quick"</b> until I looked at it; that’s \'all\'.'
  const standing = await aBemoaning(author, text)
  const quiet = await aBemoaning(another, 'The kettle of this office has a firmware, and it is out of date.')
  const removed = await aBemoaning(author)
  const anonymous = done(
    await bemoan(young, { body: 'Read https://example.org, it waits for the jury.', tags: ['ci'] }),
  )
  const first = done(await comment(another, standing, { body: '**Have** you tried it?' }))
  done(await comment(author, standing, { body: 'Twice, with `make clean`.', parent: first.id }))
  done(await comment(author, { post: 'seven-second-ls' }, { body: 'It was seven here too.' }))
  done(
    await decide(
      moderator,
      { subject: { type: 'bemoaning', id: removed } },
      { action: 'remove', reason: 'A test.' },
    ),
  )
  const visitor = await createVisitor()
  for (const voter of [visitor, another.voterId, hiding.voterId])
    done(await castVote(voter, standing, 'bemoan'))
  await setHideSeen(hiding, true)
  await markSeen(hiding, [standing, 1, 2, 3])
  done(await chooseTag(muting, 'xen', 'mute'))
  done(await muteWord(muting, 'kettle', true))
  done(await muteUser(muting, author.handle, true))
  await db().execute(
    sql`update users set banned_until = now() + interval '1 day', ban_reason = 'A test.' where id = ${banned.id}`,
  )
  const session = ({ cookies }: Member) => `session=${cookies.session}`
  const ids = [standing, quiet, removed, anonymous.id, 1, 2, 3, 7]
  const permalinks = await Promise.all(
    ids.map(async (id) => (await ask(origin, `/b/${id}`)).headers.location ?? `/b/${id}`),
  )
  const next = await Promise.all(
    ['/', '/new', '/t/ci'].map(async (path) => {
      const page = await ask(origin, path, { headers: { accept: 'text/html' } })
      return /href="([^"]*after=[^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? path
    }),
  )
  return {
    readers: new Map([
      ['nobody', ''],
      ['nobody, dark and compact', 'theme=dark; density=compact'],
      ['a visitor with votes', visitorCookie(visitor).split(';')[0] ?? ''],
      ['new', session(young)],
      ['with mutes', session(muting)],
      ['the author', session(author)],
      ['a moderator', session(moderator)],
      ['who hides what they have seen', session(hiding)],
      ['banned', session(banned)],
    ]),
    paths: [
      ...fixed,
      ...permalinks,
      ...permalinks.map((path) => `${path}?muted=show`),
      `${permalinks[0]}?sort=new`,
      `${permalinks[0]}?comment=${first.id}`,
      `${permalinks[0]}?from=random&posted=1`,
      ...next,
      `/u/${author.handle}`,
      `/u/${author.handle}?show=comments`,
      `/why/${standing}?list=/new`,
      `/share/${standing}`,
    ],
  }
}

/** Sorts the elements of a page's head: Next writes a title that comes late behind others. */
const sortHead = (text: string): string =>
  text.replace(/<head>(.*?)<\/head>/s, (_, inside: string) =>
    inside
      .split(/(?=<(?:link|meta|title|script)\b)/)
      .sort()
      .join('\n'),
  )

/**
 * A page without what two servers may write differently: their address, names of built files, random values; and without hints
 * to load the page's pictures, which the address of each picture repeats.
 */
const plain = (text: string, origin: string): string =>
  sortHead(
    text
      .replaceAll(origin, 'ORIGIN')
      .replaceAll(encodeURIComponent(origin), 'ORIGIN')
      .replace(/nonce="[^"]*"|\?v=[\w-]+|\/_next\/static\/[^"]+|<link rel="preload" as="image"[^>]*>/g, ''),
  )

async function pageOf(origin: string, path: string, cookie: string): Promise<string> {
  // Loaded ahead, a page records no visit: two readings find the same.
  const headers = { accept: 'text/html', cookie, 'sec-purpose': 'prefetch', 'sec-fetch-site': 'same-origin' }
  const { status, headers: got, text } = await ask(origin, path, { headers })
  return `${status} ${got.location ?? ''} ${got['content-type']} ${got['x-viewer'] ?? ''}\n${plain(text, origin)}`
}

/** Where two texts begin to differ, with what stands there. */
function difference(one: string, two: string): string {
  let at = 0
  while (at < one.length && one[at] === two[at]) at += 1
  const around = (text: string) => text.slice(Math.max(0, at - 80), at + 120)
  return `${around(one)}\n  ≠\n${around(two)}`
}

/**
 * Reads every page as every reader from two servers on one database.
 * @returns what differs: reader, path, and the place
 */
export async function readAlike(
  [one, two]: readonly [string, string],
  { readers, paths }: AlikeScene,
): Promise<{ read: number; different: { reader: string; path: string; where: string }[] }> {
  const pairs = [...readers].flatMap(([reader, cookie]) => paths.map((path) => ({ reader, cookie, path })))
  const found = await inParallel(pairs, 4, async ({ reader, cookie, path }) => {
    let where = ''
    // "2 minutes ago" may become 3 between the two, and a page of the cache may be a second old.
    for (let tries = 0; tries < 3; tries += 1) {
      const [a, b] = await Promise.all([pageOf(one, path, cookie), pageOf(two, path, cookie)])
      if (a === b) return null
      where = difference(a, b)
      await new Promise((resolve) => setTimeout(resolve, 1_200))
    }
    return { reader, path, where }
  })
  return { read: pairs.length, different: found.filter((each) => each !== null) }
}
