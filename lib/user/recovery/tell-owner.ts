import { eq } from 'drizzle-orm'
import { context } from '@/core/context'
import { type Connection, notices, securityEvents, users } from '@/db'
import { queueDelivery, securityMail } from '@/lib/delivery'
import { deviceOf } from '../session/device'
import { type AccountEvent, accountEvents } from './events'
import { createUndoLink } from './mail-token'

/** What did it, as its owner would call it: a browser, or the name of a token. */
function doneBy(): string {
  const { viewer, userAgent } = context()
  return viewer?.credential.kind === 'token'
    ? `the API token “${viewer.credential.name}”`
    : deviceOf(userAgent)
}

type Telling = {
  /** Which key, token or address; empty where there is only one. */
  detail?: string
  /** What did it; the request's browser or token when not said. */
  by?: string
  /** Where to mail it instead of the account's address; null: nowhere, because another mail tells of it. */
  to?: string | null
  /** The mail carries a link that undoes it, where the address may have one. */
  undoable?: boolean
}

/**
 * Writes down what happened to the ways into an account, and tells its owner: in the inbox, and by email when there is an
 * address. Runs in the transaction of what happened, so neither is without the other.
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
  // What they did themselves, in this very browser, still stands in the inbox: somebody else may sit there.
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
