import { and, eq, sql } from 'drizzle-orm'
import { sha256 } from '@/core/crypto'
import { fail, ok, type Result } from '@/core/result'
import { retention } from '@/core/retention'
import { type Connection, idempotencyKeys } from '@/db'

/** An idempotency key of a user, and a hash of what is requested with it. */
export type Once = { userId: number; key: string; request: string }

/** The subject that the first use of a key made. */
export type Made = { bemoaningId?: number; commentId?: number }

/** Returns the key with the hash of its request; null without a key. */
export const onceOf = (userId: number, key: string | undefined, input: unknown): Once | null =>
  key === undefined ? null : { userId, key, request: sha256(JSON.stringify(input)).toString('hex') }

const kept = sql`${idempotencyKeys.createdAt} >= now() - make_interval(days => ${retention.idempotencyKey})`

/** Returns what the key's first use made, `invalid` if that was another request; null if the key was not used. */
export async function firstUse(tx: Connection, { userId, key, request }: Once): Promise<Result<Made> | null> {
  const [row] = await tx
    .select({
      request: idempotencyKeys.request,
      bemoaningId: idempotencyKeys.bemoaningId,
      commentId: idempotencyKeys.commentId,
    })
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.userId, userId), eq(idempotencyKeys.key, key), kept))
  if (!row) return null
  if (row.request !== request)
    return fail('invalid', 'You used this Idempotency-Key for a different request. Send a new key.', {
      errors: [{ path: 'Idempotency-Key', message: 'Already used.' }],
    })
  const { bemoaningId, commentId } = row
  return ok({ ...(bemoaningId ? { bemoaningId } : {}), ...(commentId ? { commentId } : {}) })
}
