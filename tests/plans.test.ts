import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { emptyContext, withContext } from '@/core/context'
import { feeds } from '@/core/feeds'
import { stateWindows } from '@/core/windows'
import { db } from '@/db'
import { readExport } from '@/lib/account'
import {
  drawRandom,
  findBemoaning,
  findFate,
  findMine,
  type ListQuery,
  listBemoanings,
  newestBodies,
  sitemapPage,
} from '@/lib/bemoaning'
import { blog } from '@/lib/blog'
import { countPostComments, findMyComments, listComments, listPlacedComments } from '@/lib/comment'
import { deliverDue } from '@/lib/delivery'
import { findHearing, lastVerdict, nextItem, readBoard } from '@/lib/jury'
import { findReportable, listCases, listLog } from '@/lib/moderation'
import { listNotices } from '@/lib/notice'
import { findChoices, findMuted, mostFollowed, seenLimits } from '@/lib/reader'
import { findSimilar, searchBemoanings } from '@/lib/search'
import { curedBy, readState, readTally } from '@/lib/state'
import { findTag } from '@/lib/tag'
import { findProfile } from '@/lib/user'
import { ownDatabase } from './database'
import { explain, explainBlind, recorded } from './explain'
import { fillDatabase } from './fill'
import { aUser } from './makers'
import { figuresByHand } from './state-by-hand'

ownDatabase()

const size = 100_000
const mostBuffers = 500

test('the database is filled', async () => {
  await fillDatabase(size)
  await db().execute(sql`
    insert into moderations (moderator_id, action, bemoaning_id, comment_id, reason)
    select 1 + i % 7, case when i % 9 = 0 then 'lock' else 'remove' end, case when i % 3 > 0 then i end, case when i % 3 = 0 then i end, 'A test.' from generate_series(1, 30000) i`)
  await db().execute(
    sql`insert into cases (bemoaning_id, weight) select i, (i * 37) % 1000 from generate_series(1, 20000) i`,
  )
  await db().execute(sql`analyze moderations, cases`)
})

/** Creates a queue of 500 and a thousand jurors, each of whom has judged some of it. */
async function fillJury(from: number): Promise<void> {
  await db().execute(
    sql`update bemoaning_ranks set status = 'pending' where id between ${from} and ${from + 499}`,
  )
  await db().execute(sql`
    with made as (insert into users (handle, skeleton, art) select 'seat-' || n, 'seat-' || n, '00' from generate_series(1, 1000) n returning id)
    insert into jurors (user_id, judged, judged_at) select id, 8, now() from made`)
  await db().execute(sql`
    insert into verdicts (juror_id, bemoaning_id, round, verdict, weight)
    select j.user_id, ${from} + (j.user_id * 7 + n) % 500, 1, 'publish', 1 from jurors j, generate_series(1, 8) n`)
  await db().execute(sql`analyze jurors, verdicts, jury_rounds`)
  // The counts of tags have a thousand dead versions by now. On a site, autovacuum removes them as they come.
  await db().execute(sql`vacuum tags`)
}

/**
 * Buffers of lists that leave out muted texts: for each card the rank, and for muted words the text, of every row
 * considered, a page and 40 more.
 */
const mostMuted = 700

async function check(name: string, work: () => Promise<unknown>, most = mostBuffers): Promise<void> {
  for (const statement of await recorded(work)) {
    // Statements with a cached plan are checked both ways: Postgres uses the generic plan when it seems no dearer.
    for (const how of statement.name ? [explain, explainBlind] : [explain]) {
      await how(statement)
      const { scans: found, buffers } = await how(statement)
      console.log(`${name}: ${buffers} buffers${how === explainBlind ? ', planned without values' : ''}`)
      assert.deepEqual(found, [], `${name} reads a whole table: ${statement.text}`)
      assert.ok(buffers <= most, `${name} touches ${buffers} buffers, more than ${most}: ${statement.text}`)
    }
  }
}

/** Seen bemoanings are skipped row by row, 2,000 at most. */
const mostUnseen = mostMuted + seenLimits.most
/** Two descents of an index for each person followed, to their newest and to what reaches the page. */
const mostByPeople = 1_500
/** Up to 60 comments that link to a post, each with its bemoaning, and 40 of each list of tags. */
const mostCured = 700
/** A window of 90 hits and 15 comments is ranked completely, and each hit's rank read. */
const mostSearch = 500
/** Each of 90 hits and 15 comments in a window is checked for mutes. */
const mostSearchMuted = 1_500
/** Up to 51 notices, each with its bemoaning, comment, author and act, and as many again that are skipped. */
const mostInbox = 3_000

/** Checks the first page of a list, and a later one. */
async function checkList(name: string, query: ListQuery, most = mostBuffers): Promise<void> {
  await check(name, () => listBemoanings(query), most)
  const first = await listBemoanings(query)
  if (first.ok && first.value.next)
    await check(`${name}, next page`, () => listBemoanings({ ...query, after: first.value.next ?? '' }), most)
}

test(`no listed query reads a whole table with ${size} bemoanings`, async () => {
  const tag = await findTag('ci')
  assert.ok(tag)
  for (const feed of feeds) await checkList(feed.path, { feed })
  const [hot, newest] = [feeds[0], feeds[1]]
  assert.ok(hot && newest)
  await checkList('/t/ci', { feed: hot, tag })
  await checkList('/t/ci by age', { feed: newest, tag })
  const { rows } = await db().execute<{ id: number; handle: string }>(
    sql`select id, handle from users order by id limit 1`,
  )
  const author = rows[0]
  assert.ok(author)
  await checkList('/u/…', { feed: newest, author })
  // 50 accepted fixes, among many of others. Each costs five buffers, four of them to leave out bemoanings of one's own.
  await db().execute(sql`
    insert into fix_proposals (bemoaning_id, proposer_id, outcome, decided_at)
    select i, case when i % 400 = 0 then ${author.id} else u.id end, 'confirmed', now()
      from generate_series(1, 20000) i join users u on u.handle = 'filler' || 1 + i % 2000`)
  await db().execute(sql`analyze fix_proposals`)
  await check('profile', () => findProfile(author.handle))
  const middle = size / 2
  await check('permalink', () => findBemoaning(middle))
  await check('fate', () => findFate(middle, null))
  await check('comments', () => listComments(middle, null))
  await check('comments, newest first', () => listComments(middle, null, { sort: 'new' }))
  await check('random', () => drawRandom([1, 2, 3]))
  await check('random in a tag', () => drawRandom([], 'ci'))
  await check('sitemap', () => sitemapPage(middle, 100))
  await check('fortune', () => newestBodies(1_000))
  const viewer = await aUser()
  await withContext({ ...emptyContext(), viewer, shared: false }, async () => {
    await check('own votes', () => findMine([1, 2, 3, middle]))
    await check('own comments', () => findMyComments([1, 2, 3, middle]))
    await fillJury(middle)
    await check('the jury’s next', () => nextItem(viewer))
    await check('the last verdict', () => lastVerdict(viewer))
    await check('the board', () => readBoard(viewer))
    await check('a hearing', () => findHearing(middle))
  })
})

test("a viewer's seen texts, follows, notices and export come from indexes, however much they have muted", async () => {
  const made = await aUser()
  const { rows: people } = await db().execute<{ id: number }>(
    sql`select id from users where id <> ${made.id} order by id limit 400`,
  )
  await db().execute(sql`
    insert into user_mutes (user_id, muted_id) select ${made.id}, id from users where id <> ${made.id} order by id limit 400 on conflict do nothing`)
  // Fifteen are muted and thirty followed; each of these is one more descent of an index.
  await db().execute(sql`
    insert into tag_choices (user_id, tag_id, choice) select ${made.id}, id, case when id % 3 = 0 then 'mute' else 'follow' end::tag_choice
      from (select id from tags order by id limit 45) t`)
  await db().execute(sql`
    insert into seen (user_id, bemoaning_id) select ${made.id}, id from bemoaning_ranks where status = 'published' order by hotness desc limit 2000`)
  await db().execute(sql`
    insert into notices (user_id, kind, bemoaning_id, comment_id)
    select case when i % 50 = 0 then ${made.id} else (i % 7) + 1 end, 'answer', c.bemoaning_id, c.id from generate_series(1, 20000) i join comments c on c.id = i on conflict do nothing`)
  await db().execute(sql`analyze user_mutes, tag_choices, seen, notices, comments, users`)
  const { rows: tagIds } = await db().execute<{ id: number; choice: string }>(
    sql`select tag_id as id, choice from tag_choices where user_id = ${made.id}`,
  )
  const chosen = (choice: string) => tagIds.filter((one) => one.choice === choice).map(({ id }) => id)
  const few = {
    users: people.slice(0, 3).map(({ id }) => id),
    tags: chosen('mute').slice(0, 2),
    tagNames: [],
    words: ['marmalade', 'legacy meeting'],
  }
  // All users, a third of the tags, and words in nearly every text: the worst that a viewer can do to a list.
  const most = {
    users: people.map(({ id }) => id),
    tags: chosen('mute'),
    tagNames: [],
    words: ['the', 'of', 'in', 'is'],
  }
  for (const [name, mutes] of [
    ['a few', few],
    ['nearly all', most],
  ] as const) {
    const viewer = { ...made, mutes, follows: chosen('follow') }
    await withContext({ ...emptyContext(), viewer, shared: false }, async () => {
      for (const feed of feeds) await checkList(`${feed.path}, ${name} muted`, { feed }, mostMuted)
      await checkList(
        `following, ${name} muted`,
        { feed: { name: 'following', order: 'new' }, followedBy: made.id },
        mostMuted,
      )
      await checkList(
        `following, seen left out, ${name} muted`,
        { feed: { name: 'following', order: 'new' }, followedBy: made.id, unseenBy: made.id },
        mostUnseen,
      )
      const [hot] = feeds
      assert.ok(hot)
      await checkList(`hot, seen left out, ${name} muted`, { feed: hot, unseenBy: made.id }, mostUnseen)
      await check(`random, ${name} muted`, () => drawRandom([]), 1_000)
      await check(`search, ${name} muted`, () => searchBemoanings('sprocket printer'), mostSearchMuted)
      await check(`inbox, ${name} muted`, () => listNotices(made.id), mostInbox)
      await check(`comments of somebody, ${name} muted`, () =>
        listPlacedComments({ id: made.id, handle: made.handle }),
      )
    })
  }
  const follower = { ...made, followedUsers: people.slice(0, mostFollowed).map(({ id }) => id) }
  const following: ListQuery = { feed: { name: 'following', order: 'new' }, followedBy: made.id }
  await withContext({ ...emptyContext(), viewer: follower, shared: false }, async () => {
    await checkList('following as many people as one may', following, mostByPeople)
    await checkList(
      'the same, seen left out',
      { ...following, unseenBy: made.id },
      mostByPeople + seenLimits.most,
    )
  })
  await check('the export', () => readExport(made))
  await check('what is followed and muted', () => findChoices({ id: made.id, mutes: most }))
  await check('a permalink that is muted', () => findMuted(size / 2, { ...made, mutes: few }))
  await check('deliveries that are due', () => deliverDue())
})

test('the log and the queue of cases come from their indexes', async () => {
  await check('log', () => listLog())
  await check('log of one act', () => listLog({ action: 'lock' }))
  await check('log of one moderator', () => listLog({ moderator: 'filler3' }))
  await check('log of comments', () => listLog({ type: 'comment' }))
  await check('log of tags', () => listLog({ type: 'tag' }))
  await check('cases', () => listCases('open'))
  await check('what can be reported', () => findReportable({ type: 'comment', id: size / 2 }, null))
})

test('the cures of posts and the comments on them come from indexes', async () => {
  await db().execute(sql`insert into post_threads (slug) values ('randomart')`)
  await db().execute(
    sql`insert into comment_posts (comment_id, slug) select id, 'randomart' from comments order by id desc limit 20000`,
  )
  await db().execute(sql`analyze comment_posts`)
  const post = blog().posts.find(({ slug }) => slug === 'randomart')
  assert.ok(post)
  await check('what a post cures', () => curedBy(post), mostCured)
  await check(
    'by three tags',
    () => curedBy({ ...post, cures: { tags: [['ci', 'git', 'npm']], bemoanings: [1, 2] } }),
    mostCured,
  )
  await check('comments on a post', () => listComments('randomart', null))
  await check('their count', () => countPostComments('randomart'))
})

test('the figures of every window come from few rows, and match the raw rows', async () => {
  for (const window of stateWindows) await check(`/state, ${window}`, () => readState(window))
  await check('the card', () => readTally('month'))
  for (const window of stateWindows) {
    const { span, mostShared, mostSelfInflicted, oldestUnfixed, ...figures } = await readState(window)
    const ids = [mostShared, mostSelfInflicted, oldestUnfixed].map((list) => list.map(({ id }) => id))
    assert.ok(figures.bemoanings > 0 && figures.comments > 0 && figures.fixes > 0, window)
    assert.deepEqual({ ...figures, ids }, await figuresByHand(span), window)
  }
})

test('search and similar scan no whole tables', async () => {
  // With more tags, each is rarer: a word in few texts is looked up on more shelves.
  for (const q of [
    'marmalade',
    'sprocket',
    'printer',
    'legacy meeting',
    'sprocket printer',
    '"null pointer"',
    'sprocket or marmalade',
    'printer -legacy',
    'tag:ci',
    'tag:ci sprocket',
    'by:filler7 printer',
    'state:fixed server',
    'sprocket before:2026-06',
    'same',
    'mramalade',
    'teapot',
    'teapot printer',
    'C++',
  ])
    await check(`search: ${q}`, () => searchBemoanings(q), mostSearch)
  await checkNextSearch('sprocket')
  await check(
    'similar',
    () => findSimilar('The marmalade in the server room has become sentient again today'),
    mostBuffers,
  )
})

/** Checks later pages, up to the third window. */
async function checkNextSearch(q: string): Promise<void> {
  let after: string | undefined
  for (let page = 1; page <= 20; page += 1) {
    const found = await searchBemoanings(q, { after })
    assert.ok(found.ok && found.value.next, `${q} has a page ${page}`)
    after = found.value.next
  }
  await check(`search: ${q}, page 21`, () => searchBemoanings(q, { after }))
}
