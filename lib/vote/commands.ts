import { and, eq, isNull, sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import { batch } from '@/core/batch'
import { sign } from '@/core/crypto'
import { databaseError } from '@/core/database-error'
import { fail, ok, type Result } from '@/core/result'
import type { VoteKind } from '@/core/vote-kinds'
import { db, visitors, voterNetworks } from '@/db'
import { retrying } from '@/db/retry'
import { Statement } from '@/db/statement'
import { foldSoon } from './fold'

/** The counts after a vote, and the voter's own vote. */
export type Tally = { votes: Record<VoteKind, number>; mine: VoteKind | null }

type Outcome = {
  outcome: 'ok' | 'own' | 'not-found' | 'first'
  bemoan: number
  self_inflicted: number
  /** It was appended, and is counted at the next fold. */
  waits: boolean
}

/** Cache of recorded networks: one row per voter and day is enough. */
const noted = new LRUCache<string, true>({ max: 10_000 })

/** Records the network of a vote as a keyed hash: moderators see shares of it, and it is deleted after 30 days. */
async function noteNetwork(voterId: number, network: string): Promise<void> {
  const key = `${voterId} ${network} ${new Date().toISOString().slice(0, 10)}`
  if (noted.has(key)) return
  const hash = Buffer.from(sign('network', network), 'base64url').readBigInt64BE()
  await db().insert(voterNetworks).values({ voterId, network: hash }).onConflictDoNothing()
  noted.set(key, true)
}

type Cast = { voterId: number; bemoaningId: number; kind: VoteKind | null }

const statementOf = (name: string) =>
  new Statement(
    name,
    sql`select q.n, c.outcome, c.bemoan, c.self_inflicted, c.waits
    from unnest(${sql.placeholder('bemoanings')}::bigint[], ${sql.placeholder('voters')}::bigint[], ${sql.placeholder('kinds')}::vote_kind[])
         with ordinality as q(bemoaning_id, voter_id, kind, n),
         lateral ${sql.raw(name)}(q.bemoaning_id, q.voter_id, q.kind) as c`,
  )
const castStatement = statementOf('cast_vote')
const changeStatement = statementOf('change_vote')

/** Casts concurrent votes in one transaction: all are stored before the first of their voters gets a response. */
async function castAll(statement: Statement, casts: readonly Cast[]): Promise<Outcome[]> {
  // Sorted in one order everywhere, to avoid deadlocks. Votes of one voter keep their order.
  const ordered = casts
    .map((cast, at) => ({ ...cast, at }))
    .sort((a, b) => a.bemoaningId - b.bemoaningId || a.voterId - b.voterId || a.at - b.at)
  const rows = await retrying(() =>
    statement.rows({
      bemoanings: ordered.map(({ bemoaningId }) => bemoaningId),
      voters: ordered.map(({ voterId }) => voterId),
      kinds: ordered.map(({ kind }) => kind),
    }),
  )
  const outcomes: Outcome[] = []
  for (const [n, outcome, bemoan, self, waits] of rows) {
    const at = ordered[Number(n) - 1]?.at ?? 0
    outcomes[at] = {
      outcome: outcome as Outcome['outcome'],
      bemoan: Number(bemoan),
      self_inflicted: Number(self),
      waits: waits === 't',
    }
  }
  return outcomes
}

const batched = (statement: Statement) =>
  batch((casts: readonly Cast[]) => castAll(statement, casts), {
    // A vote on a removed or locked bemoaning must not fail the others. Nothing has been written then.
    alone: (error) => ['other', 'retry', 'timeout'].includes(databaseError(error)?.kind ?? ''),
  })
const cast = batched(castStatement)
const change = batched(changeStatement)

/**
 * Sets a voter's vote on a bemoaning, or undoes it. Idempotent.
 * @param voterId the voter of a user or of a visitor
 * @param kind null undoes it
 * @param network of the voter, /24 or /64; without it, no network is recorded
 */
export async function castVote(
  voterId: number,
  bemoaningId: number,
  kind: VoteKind | null,
  network?: string,
): Promise<Result<Tally>> {
  return tallied(
    { voterId, bemoaningId, kind },
    await outcomeOf(cast, { voterId, bemoaningId, kind }),
    network,
  )
}

/**
 * Does the same for a voter who has voted there before. A first vote is not cast: `first` says that it could be.
 * @param voterId may be 0, which has no votes
 */
export async function changeVote(
  voterId: number,
  bemoaningId: number,
  kind: VoteKind,
  network: string,
): Promise<Result<Tally> | 'first'> {
  const row = await outcomeOf(change, { voterId, bemoaningId, kind })
  return row?.outcome === 'first' ? 'first' : tallied({ voterId, bemoaningId, kind }, row, network)
}

/** Runs a vote; undefined if its subject was removed or merged while it was in flight: nothing was written. */
const outcomeOf = (run: (vote: Cast) => Promise<Outcome>, vote: Cast): Promise<Outcome | undefined> =>
  run(vote).catch((error: unknown) => {
    const found = databaseError(error)
    if (found?.kind === 'other' && found.code === 'P0002') return undefined
    throw error
  })

async function tallied(
  { voterId, kind }: Cast,
  row: Outcome | undefined,
  network: string | undefined,
): Promise<Result<Tally>> {
  if (!row || row.outcome === 'not-found') return fail('not-found', 'We can’t find that bemoaning.')
  if (row.outcome === 'own') return fail('forbidden', 'You can’t vote on your own bemoaning.')
  if (row.waits) foldSoon()
  if (kind !== null && network !== undefined)
    // The vote is stored by now, so a failure here must not say that it was not.
    await noteNetwork(voterId, network).catch((error: unknown) =>
      console.error('the network of a vote was not noted', error),
    )
  return ok({ votes: { bemoan: row.bemoan, self_inflicted: row.self_inflicted }, mine: kind })
}

/**
 * Moves a visitor's votes to the account that signed in. If the account has voted on the same bemoaning, the visitor's
 * vote is dropped, as are votes on the account's own bemoanings; moved votes get the weight of the account's. A visitor
 * is claimed once; a second call changes nothing.
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
    const { rows } = await tx.execute<{ moved: number; touched: number[] }>(sql`
      with mine as (delete from votes where voter_id = ${visitorId} returning bemoaning_id, kind, created_at, weighs),
      kept as (
        insert into votes (bemoaning_id, voter_id, kind, created_at, weighs)
        select m.bemoaning_id, ${user.voterId}, m.kind, m.created_at,
               voter_weighs(${user.voterId}) and (u.role <> 'user' or m.created_at >= u.created_at + interval '1 day')
          from mine m join bemoanings b on b.id = m.bemoaning_id join users u on u.id = ${user.id}
         where b.author_id is distinct from ${user.id}
        on conflict do nothing returning bemoaning_id, kind, weighs
      ),
      moves as (
        select bemoaning_id, kind, weighs, -1 as n from mine union all select bemoaning_id, kind, weighs, 1 from kept
      ),
      sums as (
        select bemoaning_id, coalesce(sum(n) filter (where kind = 'bemoan' and weighs), 0) as b,
               coalesce(sum(n) filter (where kind = 'bemoan' and not weighs), 0) as lb,
               coalesce(sum(n) filter (where kind = 'self_inflicted' and weighs), 0) as s,
               coalesce(sum(n) filter (where kind = 'self_inflicted' and not weighs), 0) as ls
          from moves group by 1
      ),
      counted as (
        insert into vote_deltas (bemoaning_id, bemoan, light_bemoan, self_inflicted, light_self)
        select bemoaning_id, b, lb, s, ls from sums returning bemoaning_id
      )
      select (select count(*) from kept)::int as moved, array(select bemoaning_id from counted) as touched`)
    await tx.execute(sql`select fold_votes_of(${sql.param(rows[0]?.touched ?? [])}::bigint[])`)
    return rows[0]?.moved ?? 0
  })
}
