import { eq } from 'drizzle-orm'
import { databaseError } from '@/core/database-error'
import { paths } from '@/core/paths'
import { fail, ok, type Result } from '@/core/result'
import { absolute } from '@/core/site'
import { db, type Transaction, users } from '@/db'
import { applyConsequences } from '../credential/consequences'
import { checkNewPassword } from '../credential/new-password'
import { hashPassword } from '../credential/password'
import { createMailToken } from './mail-token'
import { tellOwner } from './tell-owner'

type Person = { id: number; handle: string; email: string | null }

/** How the owner learns who did it; without the site's secret no email can be encrypted, so only in the inbox. */
type Told = { by: string; to?: null }

/** Sets a user's password for an operator: every session, API token and private feed address ends. */
export async function setPasswordFor(person: Person, password: string, told: Told): Promise<Result<null>> {
  const poor = await checkNewPassword(password, person.handle)
  if (poor) return poor
  const hashed = await hashPassword(password)
  if (!hashed.ok) return hashed
  return db().transaction(async (tx): Promise<Result<null>> => {
    await tx.update(users).set({ passwordHash: hashed.value }).where(eq(users.id, person.id))
    await applyConsequences(tx, 'password reset by email', { userId: person.id })
    await tellOwner(tx, person.id, 'password', told)
    return ok(null)
  })
}

/** Makes a link with which a user sets a new password, for an hour, as the one that the site mails. @returns its address */
export async function resetLinkFor(person: Person): Promise<string> {
  return absolute(paths.reset(await createMailToken(db(), person.id, 'reset', person.email ?? '')))
}

/** Sets or removes a user's email address for an operator. @param email as the site stores it; null removes it */
export async function setEmailFor(person: Person, email: string | null, told: Told): Promise<Result<null>> {
  const change = async (tx: Transaction): Promise<Result<null>> => {
    await tx
      .update(users)
      .set({ email, emailSince: email === null ? null : new Date() })
      .where(eq(users.id, person.id))
    await applyConsequences(tx, 'address confirmed', { userId: person.id })
    // To the address before: whoever had it must learn of the change.
    await tellOwner(tx, person.id, 'address', {
      ...(person.email ? { to: person.email } : { to: null }),
      ...told,
    })
    return ok(null)
  }
  try {
    return await db().transaction(change)
  } catch (error) {
    if (databaseError(error)?.kind === 'unique')
      return fail('conflict', 'This address belongs to another account.')
    throw error
  }
}
