import { inArray, sql } from 'drizzle-orm'
import { paths } from '@/core/paths'
import { absolute } from '@/core/site'
import { db, notices, type Transaction } from '@/db'
import { queueDelivery } from '@/lib/delivery'
import { mutesOfRow } from '@/lib/reader'
import { excerptOf } from '@/text/excerpt'
import { replyMail } from './letters'
import { type Notice, selectNotices } from './queries'
import { sentenceOf } from './sentences'

/** Notices per batch. */
const batch = 200

type Reachable = { id: number; handle: string; email: string | null; browsers: number[] }

/** Returns which of these users want emails or pushes, and how to reach them. */
async function findReachable(tx: Transaction, ids: readonly number[]): Promise<Map<number, Reachable>> {
  const { rows } = await tx.execute<Reachable>(sql`
    select u.id, u.handle, case when u.mail_replies then u.email end as email,
           to_json(array(select p.id from push_subscriptions p where p.user_id = u.id order by p.id)) as browsers
      from users u where u.id = any(${sql.param([...ids])}::bigint[])
       and (u.banned_until is null or u.banned_until < now())`)
  return new Map(rows.map((row) => [row.id, row]))
}

async function tell(tx: Transaction, notice: Notice, { id, handle, email, browsers }: Reachable) {
  if (email !== null && notice.said)
    await queueDelivery(
      id,
      'reply',
      { channel: 'mail', letter: replyMail({ id, handle, email }, notice) },
      tx,
    )
  const push = {
    title: sentenceOf(notice),
    body: notice.said ? excerptOf(notice.said.body) : (notice.bemoaning?.body ?? notice.act?.reason ?? ''),
    url: absolute(paths.notice(notice.id)),
  }
  for (const browser of browsers) await queueDelivery(id, 'push', { channel: 'push', browser, push }, tx)
}

/**
 * Queues emails and pushes for new notices, each notice once: marking and queueing share one transaction. Concurrent
 * processes take different notices.
 * @returns how many notices were checked
 */
export function tellOutside(): Promise<number> {
  return db().transaction(async (tx) => {
    const { rows } = await tx.execute<{ id: number; user: number }>(sql`
      update notices set told = true
       where id in (select id from notices where not told order by id limit ${batch} for update skip locked)
      returning id, user_id as "user"`)
    if (rows.length === 0) return 0
    const people = await findReachable(tx, [...new Set(rows.map(({ user }) => user))])
    const ids = rows.filter(({ user }) => people.has(user)).map(({ id }) => id)
    const found =
      ids.length === 0
        ? []
        : await selectNotices(inArray(notices.id, ids), batch, {
            sets: mutesOfRow(sql`${notices.userId}`),
            connection: tx,
          })
    for (const notice of found) {
      const who = people.get(notice.userId)
      if (who && notice.unread) await tell(tx, notice, who)
    }
    return rows.length
  })
}
