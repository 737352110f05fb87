import { sql } from 'drizzle-orm'
import { db } from '.'

/** Hours after which an unfinished job is assumed to have died with its process. */
const givenUp = 2

/**
 * Starts a job that runs once per period, unless this or another process has started it.
 * @param period start of the current period, as SQL
 */
async function begin(name: string, period: ReturnType<typeof sql>): Promise<boolean> {
  const { rowCount } = await db().execute(sql`
    insert into job_runs as j (name, started_at) values (${name}, now())
    on conflict (name) do update set started_at = now(), ended_at = null
     where case when j.ended_at is null then j.started_at < now() - make_interval(hours => ${givenUp}) else j.ended_at < ${period} end`)
  return rowCount === 1
}

const end = (name: string) => db().execute(sql`update job_runs set ended_at = now() where name = ${name}`)

async function run(
  name: string,
  period: ReturnType<typeof sql>,
  work: () => Promise<unknown>,
): Promise<boolean> {
  if (!(await begin(name, period))) return false
  await work()
  await end(name)
  return true
}

/**
 * Runs a job once a night, after 03:00 UTC. Safe to call often and from several processes.
 * @returns whether it ran now
 */
export const nightly = (name: string, work: () => Promise<unknown>): Promise<boolean> =>
  run(
    name,
    sql`date_trunc('day', now() at time zone 'utc' - interval '3 hours') at time zone 'utc' + interval '3 hours'`,
    work,
  )

/** Notes that something was done by hand or by a timer, such as a backup. */
export async function noteDone(name: string): Promise<void> {
  await db().execute(sql`
    insert into job_runs (name, started_at, ended_at) values (${name}, now(), now())
    on conflict (name) do update set started_at = now(), ended_at = now()`)
}

/** Returns the seconds since something was last done; null if it never was. */
export async function secondsSince(name: string): Promise<number | null> {
  const { rows } = await db().execute<{ age: number }>(
    sql`select extract(epoch from now() - ended_at)::float8 as age from job_runs where name = ${name} and ended_at is not null`,
  )
  return rows[0]?.age ?? null
}

/** Runs a job once ever. @returns whether it ran now */
export const once = (name: string, work: () => Promise<unknown>): Promise<boolean> =>
  run(name, sql`'-infinity'::timestamptz`, work)
