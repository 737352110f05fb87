import { eq, sql } from 'drizzle-orm'
import { sign, unseal } from '@/core/crypto'
import { db, deliveries } from '@/db'
import { isRefused, mailFault } from './mail/fault'
import { sendMail } from './mail/send'
import { sendPush } from './push/send'
import { type Message, sealedFor } from './queue'

/** Deliveries per batch; and the seconds for which no other process takes them. */
const batch = 5
const lease = 120
/** Seconds between two attempts: the first wait, doubled each time, and the maximum. */
const [shortest, longest] = [15, 21_600]

const counts = { sent: 0, failed: 0, again: 0 }

/** This process's attempts by result, for /metrics: `again` will be retried. */
export const deliveryCounts = (): Readonly<typeof counts> => counts

type Due = { id: number; sealed: Buffer; attempts: number; late: boolean }

/** Takes due deliveries. Concurrent processes take different ones; one that is not settled becomes due again. */
async function take(): Promise<Due[]> {
  const { rows } = await db().execute<Due>(sql`
    update deliveries d set attempts = d.attempts + 1, due_at = now() + make_interval(secs => ${lease})
     where d.id in (select id from deliveries where status = 'waiting' and due_at <= now() order by due_at limit ${batch} for update skip locked)
    returning d.id, d.sealed, d.attempts, d.expires_at < now() as late`)
  return rows
}

/** Describes a failure, without anything about its user. */
function faultOf(error: unknown, message: Message): string {
  if (message.channel === 'mail') return mailFault(error, message.letter.to)
  // The message of a failed push quotes the browser's address.
  const { code, statusCode } = error as Record<string, unknown>
  return [code, statusCode].filter(Boolean).map(String).join(' ').slice(0, 60) || 'unknown'
}

/** The last failure of each channel, until something of it gets through; for /metrics. */
const failing = new Map<Message['channel'], string>()
export const deliveryFaults = (): ReadonlyMap<Message['channel'], string> => failing

function settle(id: number, status: 'sent' | 'failed', fault: string | null = null) {
  counts[status] += 1
  return db()
    .update(deliveries)
    .set({ status, fault, doneAt: new Date(), ...(status === 'sent' ? { sealed: null } : {}) })
    .where(eq(deliveries.id, id))
}

async function attempt({ id, sealed, attempts, late }: Due): Promise<void> {
  if (late) return void (await settle(id, 'failed', 'too late'))
  const opened = unseal(sealedFor, sealed)
  if (opened === null) return void (await settle(id, 'failed', 'sealed under another secret'))
  const message = JSON.parse(opened) as Message
  try {
    if (message.channel === 'mail') await sendMail(message.letter, sign('message', String(id)).slice(0, 22))
    else await sendPush(message.browser, message.push)
    await settle(id, 'sent')
    failing.delete(message.channel)
  } catch (error) {
    const fault = faultOf(error, message)
    console.error(`delivery ${id} (${message.channel}) failed at attempt ${attempts}: ${fault}`)
    if (isRefused(error)) return void (await settle(id, 'failed', fault))
    failing.set(message.channel, fault)
    counts.again += 1
    const wait = Math.min(longest, shortest * 2 ** Math.min(attempts - 1, 12))
    await db()
      .update(deliveries)
      .set({ fault, dueAt: sql`now() + make_interval(secs => ${wait})` })
      .where(eq(deliveries.id, id))
  }
}

/** Sends due deliveries until none is left. @returns how many were tried */
export async function deliverDue(): Promise<number> {
  let tried = 0
  for (;;) {
    const due = await take()
    await Promise.all(due.map(attempt))
    tried += due.length
    if (due.length < batch) return tried
  }
}
