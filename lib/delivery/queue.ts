import { seal } from '@/core/crypto'
import { type Connection, db, deliveries } from '@/db'
import type { Letter } from './mail/letter'

/** A push as its browser gets it. */
export type Push = { title: string; body: string; url: string }

/** What is on its way: a mail with its address, or a push to one browser. */
export type Message = { channel: 'mail'; letter: Letter } | { channel: 'push'; browser: number; push: Push }

/** Hours for which it is tried to send something of a kind; later nobody would want it any more. */
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

/** What a sealed message is sealed for. */
export const sealedFor = 'delivery'

/**
 * Puts a mail or a push on its way, in the transaction of what it tells of: it is sent exactly if that is committed, and
 * again and again until it arrives.
 * @param userId whose it is; it goes with the account
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
