import { databaseError } from '@/core/database-error'
import { fail, ok, type Result } from '@/core/result'
import type { Role } from '@/core/vocabulary'
import { db, type Transaction, users, voters } from '@/db'
import { skeleton } from '@/text/text'
import { artOfHandle } from './art'
import { isReserved } from './input'
import { isRetired } from './retired'

/** `version` is the credential version at the time of the lookup. */
export type Account = { id: number; voterId: number; handle: string; version: number }

/** Inserts a user with its voter. Callers have validated the handle's form. */
export async function insertUser(
  tx: Transaction,
  values: { handle: string; passwordHash: string | null; role?: Role; starter?: boolean; createdAt?: Date },
): Promise<Account> {
  const [user] = await tx
    .insert(users)
    .values({ ...values, skeleton: skeleton(values.handle), art: artOfHandle(values.handle) })
    .returning({ id: users.id, handle: users.handle })
  if (!user) throw new Error('insert returned nothing')
  const [voter] = await tx.insert(voters).values({ userId: user.id }).returning({ id: voters.id })
  if (!voter) throw new Error('insert returned nothing')
  return { ...user, voterId: voter.id, version: 0 }
}

/** The refusal of a handle that somebody has or had, or that imitates one. */
export const handleTaken = fail(
  'conflict',
  'That handle, or one that looks like it, is taken. Choose a different one.',
  { errors: [{ path: 'handle', message: 'Taken.' }] },
)

/** Creates an account, with a password or (hash null) for a sign-in by a provider. */
export async function createUser(
  handle: string,
  passwordHash: string | null,
  role: Role = 'user',
): Promise<Result<Account>> {
  if (isReserved(handle) && role === 'user') return handleTaken
  try {
    return await db().transaction(
      async (tx): Promise<Result<Account>> =>
        (await isRetired(handle, tx))
          ? handleTaken
          : ok(await insertUser(tx, { handle, passwordHash, role })),
    )
  } catch (error) {
    if (databaseError(error)?.kind === 'unique') return handleTaken
    throw error
  }
}
