import { seal } from '@/core/crypto'
import { type Connection, db, deliveries } from '@/db'
import type { Letter } from './mail/letter'

/** A push as its browser receives it. */
export type Push = { title: string; body: string; url: string }

/** A queued message: an email with its address, or a push to one browser. */
export type Message = { channel: 'mail'; letter: Letter } | { channel: 'push'; browser: number; push: Push }

/** Hours until a delivery of each kind expires. */
const hours = {
  verify: 48,
  taken: 48,
  reset: 1,
  undo: 7 * 24,
  security: 72,
  reply: 72,
  digest: 72,
  push: 24,
} as const
export type DeliveryKind = keyof typeof hours

/** The purpose that messages are sealed for. */
export const sealedFor = 'delivery'

/**
 * Queues an email or a push in the caller's transaction: it is sent only if that commits, and retried until it arrives.
 * @param userId its user; deleted with the account
 */
export async function queueDelivery(
  userId: number | null,
  kind: DeliveryKind,
  message: Message,
  connection: Connection = db(),
): Promise<void> {
  await connection.insert(deliveries).values({
    userId,
    channel: message.channel,
    kind,
    sealed: seal(sealedFor, JSON.stringify(message)),
    expiresAt: new Date(Date.now() + hours[kind] * 3_600_000),
  })
}
