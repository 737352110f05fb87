import { sql } from 'drizzle-orm'
import { isSigned, sign } from '@/core/crypto'
import { paths } from '@/core/paths'
import { type Connection, db } from '@/db'

/** A current ban: its row in the public log, its reason, and whether there was an appeal against it. */
export type LastingBan = { moderationId: number; reason: string; until: Date; appealed: boolean }

/** Seconds for which a ticket is valid. */
const life = 3_600

/** Returns the ban of a user; null if there is none. */
export async function findBan(userId: number, connection: Connection = db()): Promise<LastingBan | null> {
  const { rows } = await connection.execute<{
    id: number
    reason: string
    until: string
    appealed: boolean
  }>(sql`
    select m.id, m.reason, u.banned_until::text as until, exists (select 1 from cases c where c.appeal_of = m.id) as appealed
      from users u join moderations m on m.user_id = u.id and m.action = 'ban'
     where u.id = ${userId} and u.banned_until > now() and not exists (select 1 from moderations x where x.undoes = m.id)
     order by m.id desc limit 1`)
  const [row] = rows
  return row
    ? { moderationId: Number(row.id), reason: row.reason, until: new Date(row.until), appealed: row.appealed }
    : null
}

/** Returns a banned user's appeal link, valid for an hour after they signed in; null if they have appealed already. */
export async function banAppealLink(userId: number): Promise<string | null> {
  const ban = await findBan(userId)
  if (!ban || ban.appealed) return null
  const claim = `${userId}.${ban.moderationId}.${Math.floor(Date.now() / 1000) + life}`
  return paths.appealBan(`${claim}.${sign('ban appeal', claim)}`)
}

/** Reads a ticket's user and ban; null if it is forged or expired. */
export function readBanTicket(ticket: string): { userId: number; moderationId: number } | null {
  const found = /^(\d{1,15})\.(\d{1,15})\.(\d{1,15})\.([\w-]{43})$/.exec(ticket)
  if (!found) return null
  const [, user = '', moderation = '', until = '', signature = ''] = found
  if (
    !isSigned('ban appeal', `${user}.${moderation}.${until}`, signature) ||
    Number(until) * 1000 < Date.now()
  )
    return null
  return { userId: Number(user), moderationId: Number(moderation) }
}
