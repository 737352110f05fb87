import { sql } from 'drizzle-orm'
import { retention } from '@/core/retention'
import { db, type Transaction } from '.'

/** Advisory lock of the purge; any number not used by another program in this database. db/migrate.ts uses another. */
const lock = 1024_1025

/** Maximum number of rows deleted per table in one pass; the rest follows in the next. */
const most = 10_000

const now = sql`(extract(epoch from now()) * 1000)`

const days = (count: number) => sql`make_interval(days => ${count}::int)`

/** Tables with temporary data, and the condition for expired rows. */
const stale = {
  rate_limits: sql`expire < ${now}`,
  sessions: sql`expires_at < now()`,
  mail_tokens: sql`expires_at < now()`,
  ssh_challenges: sql`expires_at < now()`,
  key_codes: sql`expires_at < now()`,
  jury_passes: sql`until < now() - (case when seen then ${days(retention.seenTally)} else interval '0' end)`,
  voter_networks: sql`day < (now() at time zone 'utc')::date - ${retention.voterNetwork}::int`,
  seen: sql`created_at < now() - ${days(retention.seen)}`,
  thread_visits: sql`read_at < now() - ${days(retention.threadVisit)}`,
  kept_forms: sql`created_at < now() - ${days(retention.keptForm)}`,
  deliveries: sql`done_at < now() - case when status = 'sent' then ${days(retention.sentDelivery)} else ${days(retention.failedDelivery)} end`,
  // Ids are in the order of time, so the oldest are found without reading the others.
  notices: sql`created_at < now() - ${days(retention.notice)} and id in (select id from notices order by id limit ${most})`,
  api_tokens: sql`expires_at < now() - ${days(retention.endedToken)}`,
  authenticators: sql`confirmed_at is null and created_at < now() - ${days(retention.unfinishedAuthenticator)}`,
  security_events: sql`created_at < now() - ${days(retention.securityEvent)}`,
  idempotency_keys: sql`created_at < now() - ${days(retention.idempotencyKey)}`,
} as const

/**
 * Age of the visitors that are checked, in days. A visitor is created for a vote or a report, so one without either by
 * then has undone it. A small index finds those of two days without reading the others.
 */
const idle = { from: 3, to: 1 }

const didNothing = sql`v.claimed_by is null and not v.starter
  and not exists (select 1 from votes x where x.voter_id = v.voter_id)
  and not exists (select 1 from bites x where x.voter_id = v.voter_id)
  and not exists (select 1 from reports x where x.voter_id = v.voter_id)`

/** Deletes inactive visitors, with their voters. @returns how many */
async function purgeVisitors(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ id: number }>(sql`
    select w.id from visitors v join voters w on w.id = v.voter_id
     where v.created_at between now() - make_interval(days => ${idle.from}) and now() - make_interval(days => ${idle.to})
       and w.user_id is null and ${didNothing}
     limit ${most} for update of w skip locked`)
  if (rows.length === 0) return 0
  // Checked again under the lock: a vote cast in between would be deleted with its voter, uncounted.
  const { rowCount } = await tx.execute(sql`
    delete from voters w using visitors v
     where v.voter_id = w.id and w.id = any(${sql.param(rows.map(({ id }) => id))}::bigint[]) and ${didNothing}`)
  return rowCount ?? 0
}

/**
 * Deletes expired rows. If several processes call it at once, only one runs it.
 * @returns the number of deleted rows; null if another process is running it
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
        sql`
          delete from ${name}
          where ctid = any(array(
            select ctid
            from ${name}
            where ${over}
            limit ${most} for update skip locked
          ))`,
      )
      gone += rowCount ?? 0
    }
    return gone + (await purgeVisitors(tx))
  })
}
