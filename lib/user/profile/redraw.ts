import { asc, eq } from 'drizzle-orm'
import { sshKeys, type Transaction, users } from '@/db'
import { keyDigest } from '@/keys/ssh-key'
import { artOfHandle } from './art'

/** Redraws a user's avatar from the first of their keys, else from the handle. */
export async function redraw(tx: Transaction, user: { id: number; handle: string }): Promise<void> {
  const [first] = await tx
    .select({ blob: sshKeys.blob })
    .from(sshKeys)
    .where(eq(sshKeys.userId, user.id))
    .orderBy(asc(sshKeys.id))
    .limit(1)
  const art = first ? keyDigest(first.blob, 'sha256').toString('hex') : artOfHandle(user.handle)
  await tx.update(users).set({ art }).where(eq(users.id, user.id))
}
