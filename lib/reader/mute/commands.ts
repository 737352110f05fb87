import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Mutes, Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import type { TagChoice } from '@/core/vocabulary'
import { db, notices, type Transaction, tagChoices, userFollows, userMutes, users, wordMutes } from '@/db'
import { hiddenPosts } from '@/lib/blog'
import { findTagOrAlias } from '@/lib/tag'
import { noSuchUser } from '@/lib/user'
import { muteLimits } from './input'
import { isUnmuted, isUnmutedComment, mutesOfRow } from './rule'

/** Marks notices about newly muted subjects as read, so that the count in the header matches the inbox. */
async function settleNotices(
  tx: Transaction,
  { id: userId, mutes }: Viewer,
  more: Partial<Mutes> = {},
): Promise<void> {
  const sets = mutesOfRow(sql`${userId}::bigint`)
  const hidden = hiddenPosts({
    tagNames: [...mutes.tagNames, ...(more.tagNames ?? [])],
    words: [...mutes.words, ...(more.words ?? [])],
  })
  const shown = and(
    isUnmuted(notices.bemoaningId, sets),
    isUnmutedComment(notices.commentId, sets),
    hidden.length > 0
      ? sql`(select c.post_slug from comments c where c.id = ${notices.commentId}) = any(${sql.param(hidden)}::text[]) is not true`
      : undefined,
  )
  await tx
    .update(notices)
    .set({ readAt: new Date() })
    .where(
      and(
        eq(notices.userId, userId),
        isNull(notices.readAt),
        isNull(notices.moderationId),
        sql`not (${shown})`,
      ),
    )
}

/** Follows a tag, mutes it, or neither (null). Idempotent. */
export async function chooseTag(
  viewer: Viewer,
  name: string,
  choice: TagChoice | null,
): Promise<Result<{ tag: string; choice: TagChoice | null }>> {
  demand(viewer, 'write')
  const tag = await findTagOrAlias(name)
  if (!tag) return fail('not-found', `We don’t have the tag “${name}”.`)
  const key = { userId: viewer.id, tagId: tag.id }
  await db().transaction(async (tx) => {
    if (choice === null) {
      await tx.delete(tagChoices).where(and(eq(tagChoices.userId, viewer.id), eq(tagChoices.tagId, tag.id)))
      return
    }
    await tx
      .insert(tagChoices)
      .values({ ...key, choice })
      .onConflictDoUpdate({ target: [tagChoices.userId, tagChoices.tagId], set: { choice } })
    if (choice === 'mute') await settleNotices(tx, viewer, { tagNames: [tag.name] })
  })
  return ok({ tag: tag.name, choice })
}

/** True if the viewer's list is full. Locks the user, so that a second tab cannot exceed the maximum. */
async function isFull(
  tx: Transaction,
  viewer: Viewer,
  count: typeof userMutes | typeof wordMutes,
  most: number,
) {
  await tx.execute(sql`select 1 from users where id = ${viewer.id} for no key update`)
  return (await tx.$count(count, eq(count.userId, viewer.id))) >= most
}

/** Mutes or unmutes a user. Their anonymous texts stay visible, since hiding them would reveal the author. */
export async function muteUser(
  viewer: Viewer,
  handle: string,
  on: boolean,
): Promise<Result<{ muted: boolean }>> {
  demand(viewer, 'write')
  const [user] = await db().select({ id: users.id }).from(users).where(eq(users.handle, handle))
  if (!user) return noSuchUser(handle)
  if (user.id === viewer.id) return fail('forbidden', 'That’s you.')
  if (!on) {
    await db()
      .delete(userMutes)
      .where(and(eq(userMutes.userId, viewer.id), eq(userMutes.mutedId, user.id)))
    return ok({ muted: false })
  }
  return db().transaction(async (tx): Promise<Result<{ muted: boolean }>> => {
    if (await isFull(tx, viewer, userMutes, muteLimits.users))
      return fail('conflict', `You have muted ${muteLimits.users} people, and you can’t mute more.`)
    await tx.insert(userMutes).values({ userId: viewer.id, mutedId: user.id }).onConflictDoNothing()
    await tx
      .delete(userFollows)
      .where(and(eq(userFollows.userId, viewer.id), eq(userFollows.followedId, user.id)))
    await settleNotices(tx, viewer)
    return ok({ muted: true })
  })
}

/** Mutes or unmutes a word, as `wordInput` parses it. */
export async function muteWord(
  viewer: Viewer,
  word: string,
  on: boolean,
): Promise<Result<{ muted: boolean }>> {
  demand(viewer, 'write')
  if (!on) {
    await db()
      .delete(wordMutes)
      .where(and(eq(wordMutes.userId, viewer.id), eq(wordMutes.word, word)))
    return ok({ muted: false })
  }
  return db().transaction(async (tx): Promise<Result<{ muted: boolean }>> => {
    if (await isFull(tx, viewer, wordMutes, muteLimits.words))
      return fail('conflict', `You have muted ${muteLimits.words} words, and you can’t mute more.`)
    await tx.insert(wordMutes).values({ userId: viewer.id, word }).onConflictDoNothing()
    await settleNotices(tx, viewer, { words: [word] })
    return ok({ muted: true })
  })
}
