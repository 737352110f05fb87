import { and, eq, sql } from 'drizzle-orm'
import { fail, ok, type Result } from '@/core/result'
import type { VoteKind } from '@/core/vote-kinds'
import { bemoanings, comments, ranks, type Transaction } from '@/db'
import { recount } from '@/lib/comment'
import type { MergeBefore } from './before'

/** Recomputes the vote counts of a bemoaning from its rows; the caller holds its rank. */
const recountVotes = (tx: Transaction, id: number) => tx.execute(sql`select recount_votes(${id})`)

const setRemedy = (tx: Transaction, id: number, remedyId: number | null) =>
  tx.update(bemoanings).set({ remedyId }).where(eq(bemoanings.id, id))

async function remedyOf(
  tx: Transaction,
  id: number,
): Promise<{ remedyId: number | null; authorId: number | null }> {
  const [row] = await tx
    .select({ remedyId: bemoanings.remedyId, authorId: bemoanings.authorId })
    .from(bemoanings)
    .where(eq(bemoanings.id, id))
  return row ?? { remedyId: null, authorId: null }
}

/**
 * Merges a published bemoaning into another: its comments move there, its votes are copied there (once per voter), and
 * its URL redirects there. The caller holds both ranks and has checked that both are published.
 */
export async function merge(tx: Transaction, from: number, into: number): Promise<MergeBefore> {
  const [duplicate, other] = [await remedyOf(tx, from), await remedyOf(tx, into)]
  const threads = await tx.execute<{ id: number }>(
    sql`select id from comments where bemoaning_id = ${from} and parent_id is null order by id`,
  )
  if (duplicate.remedyId !== null) await setRemedy(tx, from, null)
  // Moved while both are published: the figures of /state count a comment by its own day.
  await tx.update(comments).set({ bemoaningId: into }).where(eq(comments.bemoaningId, from))
  if (other.remedyId === null && duplicate.remedyId !== null) await setRemedy(tx, into, duplicate.remedyId)
  const copied = await tx.execute<{ voter_id: number; kind: VoteKind }>(sql`
    insert into votes (bemoaning_id, voter_id, kind, created_at, weighs)
    select ${into}::bigint, v.voter_id, v.kind, v.created_at, v.weighs from votes v join voters w on w.id = v.voter_id
     where v.bemoaning_id = ${from} and (w.user_id is null or w.user_id is distinct from ${other.authorId}::bigint)
     order by v.voter_id on conflict do nothing returning voter_id, kind`)
  const saved = await tx.execute<{ user_id: number }>(sql`
    insert into saved (user_id, bemoaning_id, created_at)
    select user_id, ${into}::bigint, created_at from saved where bemoaning_id = ${from}
     order by user_id on conflict do nothing returning user_id`)
  await recountVotes(tx, into)
  for (const id of [from, into]) await recount(tx, id)
  await tx.update(bemoanings).set({ mergedInto: into }).where(eq(bemoanings.id, from))
  await tx.update(ranks).set({ status: 'removed' }).where(eq(ranks.id, from))
  return {
    into,
    copied: copied.rows.map(({ voter_id, kind }) => [voter_id, kind]),
    saved: saved.rows.map(({ user_id }) => user_id),
    roots: threads.rows.map(({ id }) => id),
    remedy: duplicate.remedyId,
    otherRemedy: other.remedyId,
  }
}

/** Returns the comment if it can still be read on this bemoaning, or null. */
async function ifReadable(tx: Transaction, id: number | null, on: number): Promise<number | null> {
  if (id === null) return null
  const [row] = await tx
    .select({ id: comments.id })
    .from(comments)
    .where(
      and(
        eq(comments.id, id),
        eq(comments.bemoaningId, on),
        sql`${comments.deletedAt} is null and ${comments.removedAt} is null`,
      ),
    )
  return row?.id ?? null
}

/** Undoes a merge: the moved threads go back with all later replies, and copied votes are deleted. */
export async function unmerge(tx: Transaction, from: number, before: MergeBefore): Promise<Result<null>> {
  const { into, copied, saved, roots } = before
  const [here] = await tx
    .select({ mergedInto: bemoanings.mergedInto, status: ranks.status })
    .from(bemoanings)
    .innerJoin(ranks, eq(ranks.id, bemoanings.id))
    .where(eq(bemoanings.id, from))
  const [there] = await tx.select({ status: ranks.status }).from(ranks).where(eq(ranks.id, into))
  if (here?.mergedInto !== into || here.status !== 'removed')
    return fail('conflict', 'It is no longer merged into that one.')
  if (there?.status !== 'published')
    return fail('conflict', `#${into} is no longer published. Undo that first, then this.`)
  await tx.update(bemoanings).set({ mergedInto: null }).where(eq(bemoanings.id, from))
  await tx.update(ranks).set({ status: 'published' }).where(eq(ranks.id, from))
  const { remedyId } = await remedyOf(tx, into)
  const moving = sql`${comments.bemoaningId} = ${into} and ${comments.rootId} = any(${sql.param(roots)}::bigint[])`
  const [leaving] = await tx
    .select({ id: comments.id })
    .from(comments)
    .where(and(moving, eq(comments.id, remedyId ?? 0)))
  if (leaving) await setRemedy(tx, into, null)
  await tx.update(comments).set({ bemoaningId: from }).where(moving)
  if (leaving) await setRemedy(tx, into, await ifReadable(tx, before.otherRemedy, into))
  await setRemedy(tx, from, await ifReadable(tx, before.remedy, from))
  // If a visitor has signed in since, the account has the vote. Votes changed since are kept.
  await tx.execute(sql`
    delete from votes v using jsonb_array_elements(${JSON.stringify(copied)}::jsonb) c(vote)
      left join visitors s on s.voter_id = (c.vote->>0)::bigint left join voters w on w.user_id = s.claimed_by
     where v.bemoaning_id = ${into} and v.voter_id = coalesce(w.id, (c.vote->>0)::bigint) and v.kind = (c.vote->>1)::vote_kind`)
  await tx.execute(
    sql`delete from saved where bemoaning_id = ${into} and user_id = any(${sql.param(saved)}::bigint[])`,
  )
  await recountVotes(tx, into)
  for (const id of [from, into]) await recount(tx, id)
  return ok(null)
}
