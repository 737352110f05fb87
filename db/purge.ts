import { sql } from 'drizzle-orm'
import { retention } from '@/core/retention'
import { db, type Transaction } from '.'

/** Any number that no other program uses as an advisory lock in this database; db/migrate.ts has another. */
const lock = 1024_1025

/** The most rows of a table that go in one pass: what is left goes in the next. */
const most = 10_000

const now = sql`(extract(epoch from now()) * 1000)`

const days = (count: number) => sql`make_interval(days => ${count}::int)`

/** What is kept for a time only, and when a row's time is over. */
const stale = {
  rate_limits: sql`expire < ${now}`,
  sessions: sql`expires_at < now()`,
  mail_tokens: sql`expires_at < now()`,
  ssh_challenges: sql`expires_at < now()`,
  jury_passes: sql`until < now() - (case when seen then ${days(retention.seenTally)} else interval '0' end)`,
  voter_networks: sql`day < (now() at time zone 'utc')::date - ${retention.voterNetwork}::int`,
  seen: sql`created_at < now() - ${days(retention.seen)}`,
  deliveries: sql`done_at < now() - case when status = 'sent' then ${days(retention.sentDelivery)} else ${days(retention.failedDelivery)} end`,
  api_tokens: sql`expires_at < now() - ${days(retention.endedToken)}`,
  authenticators: sql`confirmed_at is null and created_at < now() - ${days(retention.unfinishedAuthenticator)}`,
  security_events: sql`created_at < now() - ${days(retention.securityEvent)}`,
  idempotency_keys: sql`created_at < now() - ${days(retention.idempotencyKey)}`,
} as const

/**
 * How old visitors are when they are looked at, in days: a visitor is made for a vote or a report, so whoever has done
 * nothing by then took it back. An index of a few bytes finds those of two days without reading the others.
 */
const idle = { from: 3, to: 1 }

const didNothing = sql`v.claimed_by is null and not v.starter
  and not exists (select 1 from votes x where x.voter_id = v.voter_id)
  and not exists (select 1 from bites x where x.voter_id = v.voter_id)
  and not exists (select 1 from reports x where x.voter_id = v.voter_id)`

/** Deletes visitors that never did anything, with their voters. @returns how many */
async function purgeVisitors(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ id: number }>(sql`
    select w.id from visitors v join voters w on w.id = v.voter_id
     where v.created_at between now() - make_interval(days => ${idle.from}) and now() - make_interval(days => ${idle.to})
       and w.user_id is null and ${didNothing}
     limit ${most} for update of w skip locked`)
  if (rows.length === 0) return 0
  // Looked at again, now that they are locked: a vote that came in between would go with its voter, uncounted.
  const { rowCount } = await tx.execute(sql`
    delete from voters w using visitors v
     where v.voter_id = w.id and w.id = any(${sql.param(rows.map(({ id }) => id))}::bigint[]) and ${didNothing}`)
  return rowCount ?? 0
}

/**
 * Deletes what is out of date. Of several processes that call it at once, one works.
 * @returns how many rows went; null when another process is at it
 */
export function purge(): Promise<number | null> {
  return db().transaction(async (tx) => {
    const { rows } = await tx.execute<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock(${lock}) as mine`,
    )
    if (!rows[0]?.mine) return null
    let gone = 0
    for (const [table, over] of Object.entries(stale)) {
      const name = sql.identifier(table)
      const { rowCount } = await tx.execute(
        sql`delete from ${name} where ctid = any(array(select ctid from ${name} where ${over} limit ${most} for update skip locked))`,
      )
      gone += rowCount ?? 0
    }
    return gone + (await purgeVisitors(tx))
  })
}
