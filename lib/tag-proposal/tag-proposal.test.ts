import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import type { Result } from '@/core/result'
import { db } from '@/db'
import { endAccount } from '@/lib/account'
import { editBemoaning } from '@/lib/bemoaning'
import { listLog, undo } from '@/lib/moderation'
import { listNotices, sentenceOf } from '@/lib/notice'
import { clearLimit } from '@/lib/rate-limit'
import { chooseTag } from '@/lib/reader'
import { writeTags } from '@/lib/starter'
import { findTagOrAlias } from '@/lib/tag'
import { databaseReady, ownDatabase } from '@/tests/database'
import { searchBemoanings } from '@/tests/indexed'
import { aBemoaning, aUser } from '@/tests/makers'
import { audit } from '@/tools/admin/audit'
import { acceptTag, declineTag } from './decide'
import { acceptForm, proposalForm, proposalLimits } from './input'
import { proposeTag, withdrawTag } from './propose'
import { findProposal, listOwnProposals, listProposals } from './queries'

ownDatabase()

let moderator: Viewer
let proposer: Viewer
before(async () => {
  await databaseReady()
  moderator = await aUser({ role: 'moderator' })
  proposer = await aUser()
})

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.code)
const idea = (name: string, more: object = {}) => ({
  name,
  label: `Label of ${name}`,
  why: 'I bemoan it daily and it has nowhere to go.',
  bemoaning: null,
  ...more,
})
const accepted = (name: string, aliases: string[] = []) => ({
  name,
  label: `Label of ${name}`,
  description: 'What there is when nothing else is left.',
  aliases,
  reason: 'It was missing.',
})

/** Proposes a tag. @returns the proposal's id */
async function proposed(name: string, by = proposer): Promise<number> {
  await clearLimit('propose-tag', by.voterId)
  const made = await proposeTag(by, idea(name))
  assert.ok(made.ok, made.ok ? '' : made.message)
  const found = (await listOwnProposals(by.id)).find((one) => one.name === name)
  assert.ok(found)
  return found.id
}

const lastActs = async (count: number) => {
  const log = await listLog({ type: 'tag' })
  assert.ok(log.ok)
  return log.value.items.slice(0, count)
}
const inbox = async (user: Viewer) => {
  const list = await listNotices(user.id)
  assert.ok(list.ok)
  return list.value.items
}
const noDrift = async () => assert.equal(await audit({ json: true, say: () => {}, note: console.error }), 0)

test('what is typed becomes a name, or says what is wrong with it', () => {
  const parse = (fields: object) =>
    proposalForm.safeParse({ name: 'x', label: 'X', why: 'It has nowhere to go.', ...fields })
  const nameOf = (name: string) => parse({ name }).data?.name ?? parse({ name }).error?.issues[0]?.message
  assert.equal(nameOf('  Code  Review '), 'code-review')
  assert.equal(nameOf('snake_case'), 'snake-case')
  assert.match(nameOf('c++') ?? '', /letters a to z/)
  assert.match(nameOf('a--b') ?? '', /single hyphens/)
  assert.match(nameOf('   ') ?? '', /empty/)
  assert.match(nameOf('x'.repeat(41)) ?? '', /41 characters; shorten it to 40/)
  assert.equal(parse({ label: 'Two\nlines' }).data?.label, 'Two lines')
  assert.equal(parse({ bemoaning: ' #12 ' }).data?.bemoaning, 12)
  assert.equal(parse({ bemoaning: '' }).data?.bemoaning, null)
  assert.equal(parse({}).data?.bemoaning, null)
  for (const wrong of [{ bemoaning: 'twelve' }, { why: 'Short.' }, { label: '' }, { other: 1 }])
    assert.equal(parse(wrong).success, false, JSON.stringify(wrong))
  const aliasesOf = (aliases: string) => {
    const made = acceptForm.safeParse({ ...accepted('x'), aliases })
    return made.data?.aliases ?? made.error?.issues[0]?.message
  }
  assert.deepEqual(aliasesOf(' HS, ghc  hs '), ['hs', 'ghc'])
  assert.deepEqual(aliasesOf(''), [])
  assert.match(String(aliasesOf('c++')), /“c\+\+” is not a name/)
  const many = Array.from({ length: proposalLimits.aliasesMax + 1 }, (_, at) => `n${at}`).join(' ')
  assert.match(String(aliasesOf(many)), /at most/)
})

test('a moderator accepts a proposal, and its tag is one of the site’s at once', async () => {
  const id = await proposed('haskell')
  assert.ok((await listProposals()).some((one) => one.id === id && one.proposer === proposer.handle))
  assert.equal(codeOf(await acceptTag(moderator, id, accepted('haskell', ['hs', 'ghc', 'haskell']))), 'ok')
  const tag = await findTagOrAlias('ghc')
  assert.deepEqual([tag?.name, tag?.aliases, tag?.count], ['haskell', ['hs', 'ghc'], 0])
  const bemoaned = await aBemoaning(proposer, 'It compiles, and I do not know why I am sad.', ['haskell'])
  const found = await searchBemoanings('tag:ghc sad')
  assert.deepEqual(found.ok && found.value.items.map((card) => card.id), [bemoaned])
  const [act] = await lastActs(1)
  assert.deepEqual(
    [act?.action, act?.moderator, act?.reason, act?.undoable, act?.subject],
    [
      'accept a tag',
      moderator.handle,
      'It was missing.',
      true,
      { type: 'tag', name: 'haskell', exists: true },
    ],
  )
  const [notice] = await inbox(proposer)
  assert.ok(notice?.unread)
  assert.equal(sentenceOf(notice), 'Moderators accepted the tag you proposed.')
  assert.equal(notice.act?.reason, 'It was missing.')
  await noDrift()
})

test('an accepted tag survives the next start, and an alias that the file wants goes to the file', async () => {
  const id = await proposed('prolog')
  assert.equal(codeOf(await acceptTag(moderator, id, accepted('prolog', ['swi', 'horn']))), 'ok')
  await writeTags()
  assert.deepEqual((await findTagOrAlias('prolog'))?.aliases, ['swi', 'horn'])
  await writeTags([
    {
      name: 'music',
      label: 'Music',
      description: 'Played by machines.',
      aliases: ['horn', 'prolog'],
      'merged-from': [],
      for: 'all',
    },
  ])
  assert.deepEqual((await findTagOrAlias('prolog'))?.aliases, ['swi'])
  assert.deepEqual((await findTagOrAlias('horn'))?.name, 'music')
  assert.deepEqual((await findTagOrAlias('music'))?.aliases, ['horn'])
  await writeTags()
  await noDrift()
})

test('a declined tag is told with its reason, and its name rests for a while', async () => {
  const id = await proposed('cobweb')
  assert.equal(codeOf(await declineTag(moderator, id, { reason: 'One bemoaning is not a trade.' })), 'ok')
  const [notice] = await inbox(proposer)
  assert.ok(notice)
  assert.equal(sentenceOf(notice), 'Moderators declined the tag you proposed.')
  assert.equal(notice.act?.reason, 'One bemoaning is not a trade.')
  const [act] = await lastActs(1)
  assert.deepEqual(act?.subject, { type: 'tag', name: 'cobweb', exists: false })
  const again = await proposeTag(await aUser(), idea('cobweb'))
  assert.ok(!again.ok && again.code === 'conflict' && again.link === `/log#m${act?.id}`)
  assert.match(again.message, /declined “cobweb” just now\. You can propose it again in 90 days\./)
  await db().execute(sql`update tag_proposals set decided_at = now() - interval '91 days' where id = ${id}`)
  assert.equal(codeOf(await proposeTag(await aUser(), idea('cobweb'))), 'ok')
})

test('names that a tag, an alias, the blog or another proposal has are refused, with a link', async () => {
  const cases: [name: string, link: string | undefined, says: RegExp][] = [
    ['ci', '/t/ci', /We have a tag “ci” already: CI\./],
    ['k8s', '/t/kubernetes', /“k8s” is another name for our tag Kubernetes\./],
    ['soup', '/blog/tags/soup', /belongs to a tag of the blog: Soup\./],
    ['soups', '/blog/tags/soup', /belongs to a tag of the blog/],
  ]
  for (const [name, link, says] of cases) {
    const refused = await proposeTag(proposer, idea(name))
    assert.ok(!refused.ok && refused.code === 'conflict', name)
    assert.equal(refused.link, link, name)
    assert.match(refused.message, says)
    assert.equal(refused.errors?.[0]?.path, 'name')
  }
  const id = await proposed('erlang')
  const twice = await proposeTag(await aUser(), idea('erlang'))
  assert.ok(!twice.ok && /has already been proposed/.test(twice.message))
  const changes: [Partial<ReturnType<typeof accepted>>, string][] = [
    [{ name: 'ci' }, 'name'],
    [{ aliases: ['beam', 'k8s'] }, 'aliases'],
    [{ aliases: ['soup'] }, 'aliases'],
  ]
  for (const [change, path] of changes) {
    const refused = await acceptTag(moderator, id, { ...accepted('erlang'), ...change })
    assert.ok(!refused.ok && refused.errors?.[0]?.path === path, JSON.stringify(change))
  }
  assert.equal((await findProposal(id))?.outcome, 'open', 'a refusal decides nothing')
})

test('the same name from two people at once is one proposal, and two decisions are one', async () => {
  const people = [await aUser(), await aUser(), await aUser()]
  const codes = await Promise.all(people.map(async (one) => codeOf(await proposeTag(one, idea('race')))))
  assert.deepEqual(codes.sort(), ['conflict', 'conflict', 'ok'])
  const id = (await listProposals()).find(({ name }) => name === 'race')?.id ?? 0
  const other = await aUser({ role: 'admin' })
  const both = await Promise.all([
    acceptTag(moderator, id, accepted('race')),
    declineTag(other, id, { reason: 'Too fast.' }),
  ])
  assert.deepEqual(both.map(codeOf).sort(), ['conflict', 'ok'])
  const late = both.find((one) => !one.ok)
  assert.ok(late && !late.ok)
  assert.match(late.message, /was faster: it is (accepted|declined)\. The reason: /)
})

test('only moderators decide, and only its author deletes a proposal that waits', async () => {
  const id = await proposed('fortran-77')
  const stranger = await aUser()
  for (const person of [proposer, stranger, await aUser({ ageDays: 90 })]) {
    assert.equal(codeOf(await acceptTag(person, id, accepted('fortran-77'))), 'forbidden')
    assert.equal(codeOf(await declineTag(person, id, { reason: 'No thanks.' })), 'forbidden')
  }
  for (const person of [stranger, moderator]) assert.equal(codeOf(await withdrawTag(person, id)), 'not-found')
  assert.equal(codeOf(await withdrawTag(proposer, id)), 'ok')
  assert.equal(codeOf(await withdrawTag(proposer, id)), 'not-found')
  assert.equal(codeOf(await declineTag(moderator, id, { reason: 'No thanks.' })), 'not-found')
  assert.equal(await findProposal(id), null)
  assert.ok((await listOwnProposals(proposer.id)).every((one) => one.id !== id))
  assert.equal(codeOf(await proposeTag(stranger, idea('fortran-77'))), 'ok', 'its name is free again')
  assert.equal(codeOf(await acceptTag(moderator, 999_999, accepted('nothing'))), 'not-found')
})

test('five proposals a day reach the moderators; refused ones do not count', async () => {
  const eager = await aUser()
  for (let at = 0; at < 8; at += 1) assert.equal(codeOf(await proposeTag(eager, idea('ci'))), 'conflict')
  for (let at = 0; at < 5; at += 1) assert.equal(codeOf(await proposeTag(eager, idea(`eager-${at}`))), 'ok')
  const sixth = await proposeTag(eager, idea('eager-6'))
  assert.ok(!sixth.ok && sixth.code === 'limited')
  assert.match(sixth.message, /5 proposals of a tag a day/)
  assert.ok((sixth.retryAfter ?? 0) > 3_600)
})

test('links of new accounts, credentials, and bemoanings that nobody can read are refused', async () => {
  const [young, author] = [await aUser({ ageDays: 0 }), await aUser()]
  const link = await proposeTag(young, idea('linked', { why: 'See https://example.org for what it is.' }))
  assert.ok(!link.ok && link.errors?.[0]?.path === 'why')
  const id = await aBemoaning(author)
  for (const bemoaning of [999_999, id]) {
    if (bemoaning === id)
      await db().execute(sql`update bemoaning_ranks set status = 'removed' where id = ${id}`)
    const refused = await proposeTag(author, idea('needed', { bemoaning }))
    assert.ok(!refused.ok && refused.code === 'invalid' && refused.errors?.[0]?.path === 'bemoaning')
  }
  const standing = await aBemoaning(author)
  assert.equal(codeOf(await proposeTag(author, idea('needed', { bemoaning: standing }))), 'ok')
  assert.equal((await listOwnProposals(author.id))[0]?.bemoaning, standing)
})

test('both decisions can be undone, unless bemoanings have the tag by now', async () => {
  const id = await proposed('elixir')
  assert.equal(codeOf(await acceptTag(moderator, id, accepted('elixir', ['exs']))), 'ok')
  const [first] = await lastActs(1)
  assert.ok(first)
  const follower = await aUser()
  await chooseTag(follower, 'exs', 'follow')
  const bemoaned = await aBemoaning(proposer, 'A potion that recompiles in the night.', ['elixir'])
  const used = await undo(moderator, first.id)
  assert.ok(!used.ok && /Bemoanings now have the tag/.test(used.message))
  assert.equal(codeOf(await undo(proposer, first.id)), 'forbidden')
  await editBemoaning(proposer, bemoaned, { tags: ['ci'] }, null)
  assert.equal(codeOf(await undo(moderator, first.id)), 'ok')
  assert.equal(await findTagOrAlias('elixir'), null)
  assert.equal((await findProposal(id))?.outcome, 'open')
  assert.ok(
    (await inbox(proposer)).every((notice) => notice.act?.id !== first.id),
    'the unread notice is gone',
  )
  assert.equal(codeOf(await undo(moderator, first.id)), 'conflict')
  const [undone] = await lastActs(1)
  assert.deepEqual(
    [undone?.action, undone?.undoes, undone?.subject],
    ['undo', first.id, { type: 'tag', name: 'elixir', exists: false }],
  )

  assert.equal(codeOf(await declineTag(moderator, id, { reason: 'On second thoughts.' })), 'ok')
  const [declined] = await lastActs(1)
  assert.ok(declined)
  assert.equal(codeOf(await undo(moderator, declined.id)), 'ok')
  assert.equal(
    codeOf(await acceptTag(moderator, id, accepted('elixir'))),
    'ok',
    'and it can be accepted again',
  )
  await noDrift()
})

test('a declined name that somebody got since cannot be opened again', async () => {
  const id = await proposed('nim')
  assert.equal(codeOf(await declineTag(moderator, id, { reason: 'Not yet.' })), 'ok')
  const [declined] = await lastActs(1)
  assert.ok(declined)
  await db().execute(sql`update tag_proposals set decided_at = now() - interval '91 days' where id = ${id}`)
  const again = await proposed('nim', await aUser())
  const open = await undo(moderator, declined.id)
  assert.ok(!open.ok && /proposed again since/.test(open.message))
  assert.equal(codeOf(await acceptTag(moderator, again, accepted('nim'))), 'ok')
  const taken = await undo(moderator, declined.id)
  assert.ok(!taken.ok && /We have a tag “nim” already/.test(taken.message))
})

test('who leaves takes their proposals along, and the tag and the log stay', async () => {
  const leaver = await aUser()
  const [waits, kept] = [await proposed('zqwaits', leaver), await proposed('zqkept', leaver)]
  assert.equal(codeOf(await acceptTag(moderator, kept, accepted('lisp', ['scheme']))), 'ok')
  assert.equal(codeOf(await endAccount(leaver, 'anonymise')), 'ok')
  const { rows } = await db().execute(
    sql`select name, label, why, proposer_id, outcome from tag_proposals where id in (${waits}, ${kept}) order by id`,
  )
  const empty = { name: null, label: null, why: null, proposer_id: null }
  assert.deepEqual(rows, [
    { ...empty, outcome: 'withdrawn' },
    { ...empty, outcome: 'accepted' },
  ])
  const [act] = await lastActs(1)
  assert.deepEqual(act?.subject, { type: 'tag', name: 'lisp', exists: true })
  assert.equal((await findTagOrAlias('scheme'))?.name, 'lisp')
  await noDrift()
})
