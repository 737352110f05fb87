import { sql } from 'drizzle-orm'
import { db } from '.'

/** Any number that no other program uses as an advisory lock in this database; db/migrate.ts has another. */
const lock = 1024_1025

/** The most rows of a table that go in one pass: what is left goes in the next. */
const most = 10_000

const now = sql`(extract(epoch from now()) * 1000)`

/** What is kept for a time only, and when a row's time is over. */
const stale = {
  rate_limits: sql`expire < ${now}`,
  sessions: sql`expires_at < now()`,
  mail_tokens: sql`expires_at < now()`,
  ssh_challenges: sql`expires_at < now()`,
  // What a juror has seen the tally of is remembered for as long as anything may wait.
  jury_passes: sql`until < now() - (case when seen then interval '90 days' else interval '0' end)`,
  voter_networks: sql`day < (now() at time zone 'utc')::date - 30`,
  seen: sql`created_at < now() - interval '60 days'`,
  // What never arrived is kept a month for the operator to see.
  deliveries: sql`done_at < now() - case when status = 'sent' then interval '7 days' else interval '30 days' end`,
  api_tokens: sql`expires_at < now() - interval '30 days'`,
  // An authenticator app that nobody finished setting up.
  authenticators: sql`confirmed_at is null and created_at < now() - interval '1 day'`,
  security_events: sql`created_at < now() - interval '1 year'`,
  idempotency_keys: sql`created_at < now() - interval '24 hours'`,
} as const

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
    return gone
  })
}
