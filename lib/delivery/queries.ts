import { sql } from 'drizzle-orm'
import { db } from '@/db'

/** An undelivered email or push, for the operator: user, kind, attempts. Never its content. */
export type Undelivered = {
  id: number
  handle: string | null
  channel: string
  kind: string
  status: string
  attempts: number
  fault: string | null
  created_at: string
  due_at: string
}

/** Returns waiting and failed deliveries, oldest first. */
export async function listUndelivered(limit = 200): Promise<Undelivered[]> {
  const { rows } = await db().execute<Undelivered>(sql`
    select d.id, u.handle, d.channel, d.kind, d.status, d.attempts, d.fault, to_json(d.created_at)#>>'{}' as created_at, to_json(d.due_at)#>>'{}' as due_at
      from deliveries d left join users u on u.id = d.user_id where d.status <> 'sent' order by d.id limit ${limit}`)
  return rows
}

/** Counts deliveries by status. */
export async function countDeliveries(): Promise<Record<string, number>> {
  const { rows } = await db().execute<{ status: string; n: number }>(
    sql`select status, count(*)::int as n from deliveries group by status`,
  )
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]))
}

/** Counts waiting deliveries by channel, with the age of the oldest in seconds. */
export async function countWaiting(): Promise<{ channel: string; n: number; age: number }[]> {
  const { rows } = await db().execute<{ channel: string; n: number; age: number }>(sql`
    select channel, count(*)::int as n, extract(epoch from now() - min(created_at))::float8 as age
      from deliveries where status = 'waiting' group by channel`)
  return rows
}

/** Makes waiting deliveries, and failed ones that have not expired, due now. @returns how many */
export async function retryDeliveries(): Promise<number> {
  const { rowCount } = await db().execute(sql`
    update deliveries set status = 'waiting', done_at = null, due_at = now()
     where sealed is not null and expires_at > now() and status <> 'sent'`)
  return rowCount ?? 0
}
