import { eq } from 'drizzle-orm'
import { context } from '@/core/context'
import { type Connection, notices, securityEvents, users } from '@/db'
import { queueDelivery, securityMail } from '@/lib/delivery'
import { deviceOf } from '../session/device'
import { type AccountEvent, accountEvents } from './events'
import { createUndoLink } from './mail-token'

/** Returns the client that made the change, in the owner's words: a browser, or the name of a token. */
function doneBy(): string {
  const { viewer, userAgent } = context()
  return viewer?.credential.kind === 'token'
    ? `the API token “${viewer.credential.name}”`
    : deviceOf(userAgent)
}

type Telling = {
  /** The key, token or address; empty if there is only one. */
  detail?: string
  /** The client; default: the request's browser or token. */
  by?: string
  /** Recipient in place of the account's address; null: none, because another email covers it. */
  to?: string | null
  /** Adds an undo link to the email, if the address may get one. */
  undoable?: boolean
}

/**
 * Records a security event and notifies the account's owner: in the inbox, and by email if there is an address. Runs in
 * the transaction of the event, so neither exists without the other.
 */
export async function tellOwner(
  connection: Connection,
  userId: number,
  event: AccountEvent,
  { detail = '', by = doneBy(), to, undoable = false }: Telling = {},
): Promise<void> {
  const [made] = await connection
    .insert(securityEvents)
    .values({ userId, event, detail: detail.slice(0, 300), by })
    .returning({ id: securityEvents.id, at: securityEvents.createdAt })
  if (!made) throw new Error('insert returned nothing')
  // Also for changes from this browser: somebody else may be using it.
  await connection
    .insert(notices)
    .values({ userId, kind: 'security', securityEventId: made.id })
    .onConflictDoNothing()
  if (to === null) return
  const [user] = await connection
    .select({ handle: users.handle, email: users.email })
    .from(users)
    .where(eq(users.id, userId))
  const address = to ?? user?.email
  if (!user || !address) return
  const letter = securityMail(address, user.handle, {
    undo: undoable ? await createUndoLink(connection, userId) : null,
    sentence: accountEvents[event],
    detail,
    by,
    at: made.at,
  })
  await queueDelivery(userId, 'security', { channel: 'mail', letter }, connection)
}
