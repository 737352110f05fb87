import { databaseError } from '@/core/database-error'
import { fail, ok, type Result } from '@/core/result'
import { db, sshKeys } from '@/db'
import { fingerprint } from '@/keys/ssh-key'
import { spendLimit } from '@/lib/rate-limit'
import { takeUnproven, usableKey } from '../credential/insert-key'
import { type Account, handleTaken, insertUser } from './account'
import { handleInput, isReserved } from './input'
import { redraw } from './redraw'
import { isRetired } from './retired'

/**
 * Creates an account for the owner of a key, who has proved to hold it by a handshake. The key is its only way in, until
 * its owner adds others at /settings.
 * @param key its blob
 */
export async function joinByKey(handle: string, key: Buffer, network: string): Promise<Result<Account>> {
  const limited = (await spendLimit('sign-up', network)).failure
  if (limited) return limited
  const name = handleInput.safeParse(handle)
  if (!name.success) return fail('invalid', name.error.issues[0]?.message ?? 'Choose a different handle.')
  if (isReserved(name.data)) return handleTaken
  const usable = usableKey(key)
  if (!usable.ok) return usable
  try {
    return await db().transaction(async (tx): Promise<Result<Account>> => {
      if (await isRetired(name.data, tx)) return handleTaken
      await takeUnproven(tx, key)
      const made = await insertUser(tx, { handle: name.data, passwordHash: null })
      await tx.insert(sshKeys).values({
        userId: made.id,
        type: usable.value.type,
        blob: key,
        fingerprint: fingerprint(key, 'sha256'),
        proven: true,
      })
      await redraw(tx, made)
      return ok(made)
    })
  } catch (error) {
    const found = databaseError(error)
    if (found?.kind !== 'unique') throw error
    return found.constraint?.startsWith('ssh_keys')
      ? fail('conflict', 'An account has this key already.')
      : handleTaken
  }
}
