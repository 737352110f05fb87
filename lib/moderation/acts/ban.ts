import { eq, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { fail, ok, type Result } from '@/core/result'
import { type Transaction, users } from '@/db'
import { setBan } from '@/lib/user'
import type { Decision } from '../input'
import type { Locked } from '../subject'
import type { BanBefore, Done } from './before'

async function lockBan(tx: Transaction, id: number) {
  const [row] = await tx
    .select({
      role: users.role,
      handle: users.handle,
      until: sql<string | null>`${users.bannedUntil}::text`,
      banReason: users.banReason,
    })
    .from(users)
    .where(eq(users.id, id))
    .for('no key update')
  return row
}

/** Bans the author for a time. Moderators ban users, admins also moderators; admins cannot be banned here. */
export async function ban(
  tx: Transaction,
  subject: Locked,
  { days = 0, reason }: Decision,
  viewer: Viewer,
): Promise<Result<Done>> {
  if (subject.anonymous)
    return fail('forbidden', 'The author is anonymous. Only the operator can look up who it is.')
  const { authorId } = subject
  const user = authorId === null ? undefined : await lockBan(tx, authorId)
  if (authorId === null || !user) return fail('conflict', 'That account is gone.')
  if (authorId === viewer.id) return fail('forbidden', 'That’s you.')
  if (user.role === 'admin' || (user.role === 'moderator' && viewer.role !== 'admin'))
    return fail('forbidden', `${user.handle} is ${user.role} here. Only the operator can ban them.`)
  const until = new Date(Date.now() + days * 86_400_000)
  if (user.until && new Date(user.until) >= until)
    return fail('conflict', `${user.handle} is already banned for longer than that.`)
  await setBan(tx, authorId, until, reason)
  const made = (await lockBan(tx, authorId))?.until ?? null
  return ok({
    before: { userId: authorId, until: user.until, banReason: user.banReason, made },
    userId: authorId,
  })
}

/** Lifts a user's ban early. */
export async function lift(tx: Transaction, { id }: Locked): Promise<Result<Done>> {
  const user = await lockBan(tx, id)
  if (!user?.until || new Date(user.until) <= new Date())
    return fail('conflict', 'The ban has ended. Reload the page.')
  await setBan(tx, id, null, null)
  return ok({ before: { userId: id, until: user.until, banReason: user.banReason, made: null }, userId: id })
}

/** Undoes a ban, or its lifting, unless there is another ban by now. Sessions that ended stay ended. */
export async function unban(
  tx: Transaction,
  _: Locked,
  { userId = 0, until = null, banReason = null, made = null }: Partial<BanBefore>,
): Promise<Result<null>> {
  const user = await lockBan(tx, userId)
  if (!user || user.until !== made) return fail('conflict', 'That ban has ended or changed since.')
  await tx
    .update(users)
    .set({ bannedUntil: until === null ? null : sql`${until}::timestamptz`, banReason })
    .where(eq(users.id, userId))
  return ok(null)
}
