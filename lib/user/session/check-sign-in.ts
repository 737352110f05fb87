import { eq } from 'drizzle-orm'
import { fail, ok, type Result } from '@/core/result'
import { db, users, voters } from '@/db'
import { clearLimit, returnLimit, spendLimit } from '@/lib/rate-limit'
import { checkPassword } from '../credential/password'
import type { Account } from '../profile/account'
import { plainEmail } from '../profile/input'
import type { Ban } from './viewer'

/**
 * Returns the account for the right password; a wrong one and an unknown user get the same response in the same time.
 */
export async function checkSignIn(
  handle: string,
  password: string,
  network: string,
): Promise<Result<Account | { ban: Ban }>> {
  const name = plainEmail(handle).slice(0, 254)
  const [user] = await db()
    .select({
      id: users.id,
      handle: users.handle,
      voterId: voters.id,
      passwordHash: users.passwordHash,
      version: users.credentialVersion,
      until: users.bannedUntil,
      reason: users.banReason,
    })
    .from(users)
    .innerJoin(voters, eq(voters.userId, users.id))
    .where(name.includes('@') ? eq(users.email, name) : eq(users.handle, name))
  // Counted by the typed name, whatever it leads to: a count shared by a handle and an address would reveal that they
  // belong together. Counted before the check, so that concurrent guesses count too.
  const counted = `typed/${name}`
  const limited =
    (await spendLimit('sign-in', counted)).failure ?? (await spendLimit('sign-in-network', network)).failure
  if (limited) return limited
  const right = await checkPassword(user?.passwordHash ?? null, password)
  if (!right.ok) return right
  if (!right.value || !user) return fail('signed-out', 'That handle and password don’t match.')
  await clearLimit('sign-in', counted)
  await returnLimit('sign-in-network', network)
  if (user.until && user.until.getTime() > Date.now())
    return ok({ ban: { userId: user.id, until: user.until, reason: user.reason ?? '' } })
  return ok({ id: user.id, handle: user.handle, voterId: user.voterId, version: user.version })
}
