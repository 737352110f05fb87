import { and, eq, sql } from 'drizzle-orm'
import { emptyContext, type Viewer, withContext } from '@/core/context'
import { feedNamed } from '@/core/feeds'
import { db, users } from '@/db'
import type { Card } from '@/lib/bemoaning'
import { listBemoanings } from '@/lib/bemoaning'
import { queueDelivery } from '@/lib/delivery'
import { findViewer } from '@/lib/user'
import { digestMail } from './letters'

/** Bemoanings in a digest, days between digests, users per batch. */
const [most, days, batch] = [7, 7, 20]

/** Returns the week's best that the viewer has not muted: of what they follow, if anything. */
async function bestOf(viewer: Viewer): Promise<{ cards: Card[]; follows: boolean }> {
  const feed = feedNamed('top', 'week')
  if (!feed) return { cards: [], follows: false }
  const follows = viewer.follows.length + viewer.followedUsers.length > 0
  const list = await listBemoanings({ feed, limit: most, ...(follows ? { tagsOf: viewer.id } : {}) })
  return { cards: list.ok ? list.value.items : [], follows }
}

async function writeDigest(id: number, email: string): Promise<void> {
  const viewer = await findViewer(id)
  const best =
    viewer && (await withContext({ ...emptyContext(), viewer, shared: false }, () => bestOf(viewer)))
  await db().transaction(async (tx) => {
    // Of concurrent processes, only the one that sets the date writes the digest.
    const mine = await tx
      .update(users)
      .set({ digestAt: sql`now()` })
      .where(
        and(
          eq(users.id, id),
          users.mailDigest,
          sql`coalesce(${users.digestAt}, 'epoch') < now() - make_interval(days => ${days})`,
        ),
      )
      .returning({ id: users.id })
    if (mine.length === 0 || !viewer || !best || best.cards.length + viewer.unread === 0) return
    const letter = digestMail({ id, handle: viewer.handle, email }, { ...best, unread: viewer.unread })
    await queueDelivery(id, 'digest', { channel: 'mail', letter }, tx)
  })
}

/** Writes the digests that are due. A week without content sends none. @returns how many users were checked */
export async function writeDigests(): Promise<number> {
  const due = await db()
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(
      and(
        users.mailDigest,
        sql`
          ${users.email} is not null
          and coalesce(${users.digestAt}, 'epoch') < now() - make_interval(days => ${days})
          and (${users.bannedUntil} is null or ${users.bannedUntil} < now())`,
      ),
    )
    .orderBy(users.digestAt)
    .limit(batch)
  for (const { id, email } of due) if (email) await writeDigest(id, email)
  return due.length
}
