import { eq, type SQL, sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { db, type Transaction, users } from '@/db'
import { announceRemoval } from '@/db/invalidate'
import { retrying } from '@/db/retry'
import { forgetWords } from '@/lib/search'
import { isOpen, lockUser, retireHandles } from '@/lib/user'

/** The ways to leave: delete the texts, or leave them without an author. */
export const leaveModes = ['erase', 'anonymise'] as const
export type LeaveMode = (typeof leaveModes)[number]

/** Replaces a deleted text, as when its author deletes it. */
const takenBack = '(deleted by its author)'

/** Locks every rank that leaving touches, ordered by id. Votes, comments and merges also lock a rank first. */
async function lockRanks(tx: Transaction, me: number): Promise<number[]> {
  const { rows } = await tx.execute<{ id: number }>(sql`
    select r.id from bemoaning_ranks r where r.id in (
      select id from bemoanings where author_id = ${me} union select bemoaning_id from comments where author_id = ${me}
      union select c.bemoaning_id from comment_votes v join comments c on c.id = v.comment_id where v.user_id = ${me})
     order by r.id for no key update`)
  return rows.map(({ id }) => id)
}

/** Returns the words of the given texts: the spelling help of the search must forget them. */
async function wordsOf(tx: Transaction, texts: SQL): Promise<string[]> {
  const { rows } = await tx.execute<{ word: string }>(
    sql`select distinct l.lexeme as word from (${texts}) t(text), unnest(to_tsvector('simple', t.text)) l`,
  )
  return rows.map(({ word }) => word)
}

const own = (me: number, more: SQL) => sql`author_id = ${me} and ${more}`

/** Deletes the texts of the bemoanings that match a condition, with their earlier versions. */
async function eraseBemoanings(tx: Transaction, me: number, which: SQL): Promise<void> {
  const ids = sql`select id from bemoanings where ${own(me, which)}`
  await tx.execute(
    sql`update bemoaning_ranks set status = 'removed' where id in (${ids}) and status <> 'removed'`,
  )
  await tx.execute(sql`
    update bemoanings set body = ${takenBack}, details = null, details_html = null, ending = null, ended_at = null,
           fingerprint = '', edited_at = now() where ${own(me, which)}`)
}

/** Deletes the person's public texts other than bemoanings and comments. */
async function erasePublicNotes(tx: Transaction, me: number): Promise<void> {
  await tx.execute(sql`delete from fix_proposals where proposer_id = ${me}`)
  await tx.execute(sql`update state_changes set note = null where user_id = ${me}`)
}

/** Deletes the notes that only moderators and jurors could read, and the networks of the person's votes. */
async function erasePrivateNotes(tx: Transaction, me: number, voter: number): Promise<void> {
  await tx.execute(sql`update verdicts set note = null where juror_id = ${me}`)
  await tx.execute(sql`update reports set note = null where voter_id = ${voter}`)
  await tx.execute(sql`
    update cases c set appeal = '(deleted)' from moderations m
      left join comments k on k.id = m.comment_id left join bemoanings b on b.id = m.bemoaning_id
     where m.id = c.appeal_of and (m.user_id = ${me} or k.author_id = ${me} or b.author_id = ${me})`)
  await tx.execute(sql`
    update tag_proposals set name = null, label = null, why = null, decided_at = coalesce(decided_at, now()),
           outcome = case when outcome = 'open' then 'withdrawn' else outcome end
     where proposer_id = ${me}`)
  await tx.execute(sql`
    update decisions d set before = d.before - 'about' from moderations m where m.id = d.moderation_id and m.user_id = ${me}`)
  await tx.execute(sql`delete from voter_networks where voter_id = ${voter}`)
  await tx.execute(sql`update case_events set body = null where user_id = ${me} and kind = 'appeal'`)
}

async function eraseComments(tx: Transaction, me: number): Promise<void> {
  await tx.execute(sql`
    update bemoanings b set remedy_id = null from comments c where c.author_id = ${me} and b.remedy_id = c.id and b.id = c.bemoaning_id`)
  await tx.execute(sql`
    update comments set body = '', body_html = '', deleted_at = coalesce(deleted_at, now()) where author_id = ${me}`)
}

/** Deletes earlier versions of texts, votes for comments, and notices about deleted comments. */
async function eraseTraces(tx: Transaction, me: number): Promise<void> {
  await tx.execute(
    sql`
      delete from bemoaning_revisions
      where bemoaning_id in (select id from bemoanings where author_id = ${me})`,
  )
  await tx.execute(
    sql`delete from comment_revisions where comment_id in (select id from comments where author_id = ${me})`,
  )
  await tx.execute(sql`
    with given as (delete from comment_votes where user_id = ${me} returning comment_id)
    update comments c set votes = c.votes - 1 from given g where g.comment_id = c.id`)
  await tx.execute(sql`
    delete from notices n using comments c
     where c.id = n.comment_id and c.author_id = ${me} and c.deleted_at is not null and n.kind in ('answer', 'comment', 'mention')`)
}

/** The account that ends; `sessionId` is the session that asks for it, if any. */
type Leaver = Pick<Viewer, 'id' | 'voterId' | 'handle'> & { sessionId?: string | null }

/**
 * Ends an account. `erase` deletes all of its texts; `anonymise` leaves the public ones without an author. Both delete
 * unpublished texts, earlier versions of texts, and private data. Votes stay as counts that are tied to no person.
 */
export async function endAccount(
  { id: me, voterId, handle, sessionId = null }: Leaver,
  mode: LeaveMode,
): Promise<Result<null>> {
  const outcome = await retrying(() =>
    db().transaction(async (tx): Promise<{ words: string[] } | null> => {
      const touched = await lockRanks(tx, me)
      const [user] = await lockUser(tx, me)
      if (!user || !(await isOpen(tx, sessionId))) return null
      const isPublic = sql`id in (select id from bemoaning_ranks where status = 'published')`
      const gone = mode === 'erase' ? sql`true` : sql`not ${isPublic}`
      const words = await wordsOf(
        tx,
        sql`select concat_ws(' ', body, details, ending) from bemoanings where ${own(me, gone)}
            union all select body from comments where ${own(me, mode === 'erase' ? sql`true` : sql`false`)}
            union all select concat_ws(' ', r.body, r.details) from bemoaning_revisions r join bemoanings b on b.id = r.bemoaning_id where b.author_id = ${me}
            union all select r.body from comment_revisions r join comments c on c.id = r.comment_id where c.author_id = ${me}`,
      )
      await eraseBemoanings(tx, me, gone)
      if (mode === 'erase') {
        await eraseComments(tx, me)
        await erasePublicNotes(tx, me)
      }
      await erasePrivateNotes(tx, me, voterId)
      await eraseTraces(tx, me)
      await tx.execute(sql`update bemoanings set author_id = null, anonymous = true where author_id = ${me}`)
      await tx.execute(sql`update comments set author_id = null where author_id = ${me}`)
      await tx.execute(sql`
        update bemoaning_ranks r set (comments, commenters) =
          (select count(*), count(distinct author_id) from comments c where c.bemoaning_id = r.id and c.deleted_at is null and c.removed_at is null)
         where r.id = any(${sql.param(touched)}::bigint[])`)
      await retireHandles(tx, me)
      await tx.delete(users).where(eq(users.id, me))
      const shown = touched.length > 100 ? [cacheTags.all] : touched.map(cacheTags.bemoaning)
      await announceRemoval(tx, cacheTags.user(handle), cacheTags.removals, cacheTags.log, ...shown)
      return { words }
    }),
  )
  if (!outcome) return fail('not-found', 'That account is gone.')
  await forgetWords(outcome.words)
  return ok(null)
}

/** Ends the viewer's own account, as `endAccount` does. */
export async function leave(viewer: Viewer, mode: LeaveMode): Promise<Result<null>> {
  demand(viewer, 'account')
  return endAccount(viewer, mode)
}
