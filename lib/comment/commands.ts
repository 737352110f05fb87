import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { isModerator } from '@/core/role'
import { bemoanings, commentRevisions, comments, commentVotes, ranks } from '@/db'
import { announceChange, announceRemoval } from '@/db/invalidate'
import { transact } from '@/db/retry'
import { lockBemoaning, lockWritable, whyNotWritable, whyRefused } from '@/lib/bemoaning'
import { renderText } from '@/lib/mention'
import { notify, notifyMentions, takeBackNotices } from '@/lib/notice'
import { renderMarkdown } from '@/text/markdown'
import { commentLimits } from './input'
import { lockComment } from './lock'
import { isOnPublished, isReadable, placeColumns, placeOf, tagOfPlace, type WrittenComment } from './place'

/** Changes the viewer's own comment within the edit window. `version` null: changes any version. */
export async function editComment(
  viewer: Viewer,
  id: number,
  body: string,
  version: number | null,
): Promise<Result<WrittenComment>> {
  demand(viewer, 'write')
  const refused = whyRefused(viewer, { body }, () => ({ body: renderMarkdown(body) }))
  if (refused) return refused
  return transact(async (tx): Promise<Result<WrittenComment>> => {
    const held = await lockComment(tx, id)
    if (!held || held.authorId !== viewer.id || held.deleted || held.removed || !held.onPublic)
      return fail('not-found', 'That isn’t one of your comments.')
    const writable = held.bemoaningId === null ? null : await lockWritable(tx, held.bemoaningId)
    if (writable && !writable.ok) return writable
    const [now] = await tx
      .select({
        version: comments.version,
        body: comments.body,
        ...placeColumns,
        late: sql<boolean>`${comments.createdAt} < now() - make_interval(mins => ${commentLimits.editMinutes})`,
      })
      .from(comments)
      .leftJoin(bemoanings, eq(bemoanings.id, comments.bemoaningId))
      .where(eq(comments.id, id))
      .for('update', { of: comments })
    if (!now) return fail('not-found', 'That isn’t one of your comments.')
    if (version !== null && version !== now.version)
      return fail('stale', 'This has changed since you read it. Read it again; we kept your text.')
    if (now.late)
      return fail(
        'forbidden',
        `You can edit a comment for ${commentLimits.editMinutes} minutes, and that time is over.`,
      )
    const { html: bodyHtml, mentioned } = await renderText(body, tx)
    await tx.insert(commentRevisions).values({ commentId: id, version: now.version, body: now.body })
    await tx
      .update(comments)
      .set({ body, bodyHtml, version: now.version + 1, editedAt: new Date() })
      .where(eq(comments.id, id))
    const place = placeOf(now)
    await notifyMentions(tx, mentioned, { commentId: id, place }, viewer.id)
    await announceRemoval(tx, tagOfPlace(place))
    return ok({ id, place })
  })
}

/** Votes "so true" for a comment, or undoes the vote. Idempotent. */
export async function voteComment(
  viewer: Viewer,
  id: number,
  on: boolean,
): Promise<Result<{ votes: number; mine: boolean } & WrittenComment>> {
  demand(viewer, 'write')
  return transact(async (tx): Promise<Result<{ votes: number; mine: boolean } & WrittenComment>> => {
    const [found] = await tx
      .select({
        authorId: comments.authorId,
        votes: comments.votes,
        ...placeColumns,
      })
      .from(comments)
      .leftJoin(ranks, eq(ranks.id, comments.bemoaningId))
      .leftJoin(bemoanings, eq(bemoanings.id, comments.bemoaningId))
      .where(and(eq(comments.id, id), isNull(comments.deletedAt), isNull(comments.removedAt), isOnPublished))
      .for('no key update', { of: comments })
    if (!found || !isReadable(found.postSlug)) return fail('not-found', 'We can’t find that comment.')
    const { authorId, votes } = found
    const place = placeOf(found)
    if (authorId === viewer.id) return fail('forbidden', 'You can’t vote on your own comment.')
    const key = and(eq(commentVotes.commentId, id), eq(commentVotes.userId, viewer.id))
    const changed = on
      ? await tx
          .insert(commentVotes)
          .values({ commentId: id, userId: viewer.id })
          .onConflictDoNothing()
          .returning()
      : await tx.delete(commentVotes).where(key).returning()
    if (changed.length === 0) return ok({ id, mine: on, place, votes })
    const [row] = await tx
      .update(comments)
      .set({ votes: sql`${comments.votes} + ${on ? 1 : -1}` })
      .where(eq(comments.id, id))
      .returning({ votes: comments.votes })
    return ok({ id, mine: on, place, votes: row?.votes ?? 0 })
  })
}

/** Marks a comment as the remedy, or unmarks it. Only for the bemoaning's author and moderators. */
export async function markRemedy(viewer: Viewer, id: number, on: boolean): Promise<Result<WrittenComment>> {
  demand(viewer, 'write')
  return transact(async (tx): Promise<Result<WrittenComment>> => {
    const held = await lockComment(tx, id)
    if (!held || held.bemoaningId === null || held.deleted || held.removed || !held.onPublic)
      return fail('not-found', 'We can’t find that comment.')
    const { bemoaningId, authorId: commenterId } = held
    const subject = await lockBemoaning(tx, bemoaningId)
    if (subject?.authorId !== viewer.id && !isModerator(viewer))
      return fail('forbidden', 'Only the author of the bemoaning or a moderator can mark the remedy.')
    const closed = whyNotWritable(subject)
    if (closed || !subject) return closed ?? fail('not-found', 'We can’t find that comment.')
    const target = on ? undefined : eq(bemoanings.remedyId, id)
    await tx
      .update(bemoanings)
      .set({ remedyId: on ? id : null })
      .where(and(eq(bemoanings.id, bemoaningId), target))
    await takeBackNotices(tx, 'remedy', bemoaningId)
    if (on && commenterId !== viewer.id)
      await notify(tx, 'remedy', commenterId, { bemoaningId, commentId: id })
    const place = { type: 'bemoaning', id: bemoaningId, body: subject.body } as const
    await announceChange(tx, tagOfPlace(place))
    return ok({ id, place })
  })
}
