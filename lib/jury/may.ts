import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { type Failure, fail } from '@/core/result'
import { waitWords } from '@/core/time'
import { type Connection, db } from '@/db'
import { newHours, stepByAge, steps } from '@/lib/user'
import { juryRules } from './rules'

/** Returns why a viewer may not judge yet; null if they may. Moderators always may. */
export function notYet({ role, createdAt }: Viewer): Failure | null {
  const seconds = newHours * 3_600 - (Date.now() - createdAt.getTime()) / 1_000
  if (steps[stepByAge({ role, createdAt })].judges) return null
  return fail('forbidden', `You can join the jury when your account is a day old, ${waitWords(seconds)}.`)
}

/** Returns how many people may judge, counted up to `juryRules.young`: from there on the number decides nothing. */
export async function countPeople(connection: Connection = db()): Promise<number> {
  const { rows } = await connection.execute<{ people: number }>(sql`
    select count(*)::int as people from (
      select 1 from users
       where not starter and (role <> 'user' or created_at < now() - make_interval(hours => ${newHours}))
         and (banned_until is null or banned_until < now())
       limit ${juryRules.young}) p`)
  return rows[0]?.people ?? 0
}
