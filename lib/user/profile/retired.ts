import { eq } from 'drizzle-orm'
import { sha256 } from '@/core/crypto'
import { type Failure, fail } from '@/core/result'
import { type Connection, db, oldHandles, retiredHandles, type Transaction, users } from '@/db'
import { skeleton } from '@/text/text'

// Without a key: it must stay valid when `AUTH_SECRET` changes. Handles were public, so the hash hides only which ones
// left.
const hashOf = (form: string): Buffer => sha256(`retired-handle\0${form}`)

/** True if a handle, or one that looks like it, belonged to a deleted account: nobody else gets it. */
export async function isRetired(handle: string, connection: Connection = db()): Promise<boolean> {
  const found = await connection.$count(
    retiredHandles,
    eq(retiredHandles.skeletonHash, hashOf(skeleton(handle))),
  )
  return found > 0
}

/**
 * Why there is no user with a handle: `gone` if an account with it was deleted, so that feed readers and clients stop asking;
 * `not-found` otherwise.
 */
export async function noSuchUser(handle: string, connection: Connection = db()): Promise<Failure> {
  return (await isRetired(handle, connection))
    ? fail('gone', `The account ${handle}, or one whose handle looks like it, was deleted.`)
    : fail('not-found', `We can’t find the user ${handle}.`)
}

/** Stores the handles of a leaving user as hashes, so that nobody can impersonate them later. */
export async function retireHandles(tx: Transaction, userId: number): Promise<void> {
  const forms = [
    ...(await tx.select({ form: users.skeleton }).from(users).where(eq(users.id, userId))),
    ...(await tx.select({ form: oldHandles.skeleton }).from(oldHandles).where(eq(oldHandles.userId, userId))),
  ]
  await tx
    .insert(retiredHandles)
    .values(forms.map(({ form }) => ({ skeletonHash: hashOf(form) })))
    .onConflictDoNothing()
}
