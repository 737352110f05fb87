import { and, eq, isNull, sql } from 'drizzle-orm'
import { db, visitors, voters } from '@/db'
import { databaseError } from '@/db/errors'
import { retrying } from '@/db/retry'
import { fail, ok, type Result } from '../result'
import type { VoteKind } from '../vote-kinds'

/** The counts after a vote, and the voter's own. */
export type Tally = { votes: Record<VoteKind, number>; mine: VoteKind | null }

type Outcome = { outcome: 'ok' | 'own' | 'not-found'; bemoan: number; self_inflicted: number }

const callCastVote = async (voterId: number, bemoaningId: number, kind: VoteKind | null) =>
  (
    await db().execute<Outcome>(
      sql`select outcome, bemoan, self_inflicted from cast_vote(${bemoaningId}::bigint, ${voterId}::bigint, ${kind}::vote_kind)`,
    )
  ).rows[0]

/**
 * Sets a voter's vote on a bemoaning, or withdraws it. Saying the same twice changes nothing.
 * @param voterId the voter of a user or of a visitor
 * @param kind null withdraws
 */
export async function castVote(
  voterId: number,
  bemoaningId: number,
  kind: VoteKind | null,
): Promise<Result<Tally>> {
  const row = await retrying(() => callCastVote(voterId, bemoaningId, kind)).catch((error: unknown) => {
    const found = databaseError(error)
    // Removed or merged while the vote was on its way: nothing was written.
    if (found?.kind === 'other' && found.code === 'P0002') return undefined
    throw error
  })
  if (!row || row.outcome === 'not-found') return fail('not-found', 'There is no such bemoaning.')
  if (row.outcome === 'own')
    return fail('forbidden', 'This one is yours. Others decide whether they bemoan it too.')
  return ok({ votes: { bemoan: row.bemoan, self_inflicted: row.self_inflicted }, mine: kind })
}

/** A voter for a new visitor, whose cookie will carry its id, signed. */
export async function createVisitor(): Promise<number> {
  const { rows } = await db().execute<{ id: number }>(
    sql`with v as (insert into ${voters} default values returning id) insert into ${visitors} (voter_id) select id from v returning voter_id as id`,
  )
  const row = rows[0]
  if (!row) throw new Error('insert returned nothing')
  return row.id
}

/** Whether a visitor's cookie still counts: its votes have not moved to an account. */
export async function isOpenVisitor(voterId: number): Promise<boolean> {
  const rows = await db()
    .select({ id: visitors.voterId })
    .from(visitors)
    .where(and(eq(visitors.voterId, voterId), isNull(visitors.claimedBy)))
  return rows.length > 0
}

/**
 * Moves a visitor's votes to the account that signed in. A vote of the account on the same bemoaning stays
 * and the visitor's goes, as do votes on the account's own bemoanings; counts follow. A visitor is claimed
 * once; a second call changes nothing.
 * @returns how many votes moved
 */
export async function claimVotes(visitorId: number, user: { id: number; voterId: number }): Promise<number> {
  return db().transaction(async (tx) => {
    const [claimed] = await tx
      .update(visitors)
      .set({ claimedBy: user.id, claimedAt: new Date() })
      .where(and(eq(visitors.voterId, visitorId), isNull(visitors.claimedBy)))
      .returning({ id: visitors.voterId })
    if (!claimed) return 0
    const { rows } = await tx.execute<{ moved: number }>(sql`
      with mine as (delete from votes where voter_id = ${visitorId} returning bemoaning_id, kind, created_at),
      kept as (
        insert into votes (bemoaning_id, voter_id, kind, created_at)
        select m.bemoaning_id, ${user.voterId}, m.kind, m.created_at from mine m join bemoanings b on b.id = m.bemoaning_id
         where b.author_id is distinct from ${user.id}
        on conflict do nothing returning bemoaning_id
      ),
      dropped as (select * from mine where bemoaning_id not in (select bemoaning_id from kept)),
      counted as (
        update bemoaning_ranks r
           set bemoan = r.bemoan - (d.kind = 'bemoan')::int, self_inflicted = r.self_inflicted - (d.kind = 'self_inflicted')::int
          from dropped d where d.bemoaning_id = r.id returning 1
      )
      select (select count(*) from kept)::int as moved, (select count(*) from counted)::int as dropped`)
    return rows[0]?.moved ?? 0
  })
}
