import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { type Failure, fail, ok, type Result } from '@/core/result'
import { isModerator } from '@/core/role'
import { bemoanings, commentRevisions, comments, commentVotes, ranks } from '@/db'
import { announceAdded, announceChange, announceRemoval } from '@/db/invalidate'
import { transact } from '@/db/retry'
import { lockBemoaning, lockKey, lockWritable, noteUse, whyNotWritable, whyRefused } from '@/lib/bemoaning'
import { findPost } from '@/lib/blog'
import { renderText } from '@/lib/mention'
import { notify, notifyComment, notifyMentions, notifyPostAnswer, takeBackNotices } from '@/lib/notice'
import { renderMarkdown } from '@/text/markdown'
import { commentLimits, type NewComment } from './input'
import { lockComment } from './lock'
import { onceFor, replay, twinOrId } from './once'
import {
  type CommentTarget,
  inPlaceColumns,
  isOnPublished,
  isReadable,
  lockPlace,
  onPlace,
  placeColumns,
  placeOf,
  tagOfPlace,
  type WrittenComment,
} from './place'

export type { WrittenComment }

const invalid = (path: string, message: string): Failure =>
  fail('invalid', message, { errors: [{ path, message }] })

/**
 * Comments on a bemoaning or a post, or replies to a comment there.
 * @param key idempotency key: the same key and input within a day make one comment
 */
export async function comment(
  viewer: Viewer,
  target: CommentTarget,
  input: NewComment,
  key?: string,
): Promise<Result<WrittenComment>> {
  demand(viewer, 'write')
  const once = onceFor(viewer.id, target, input, key)
  const refused = whyRefused(viewer, { body: input.body }, () => ({ body: renderMarkdown(input.body) }))
  if (refused) return refused
  // Before the thread is locked, so that nobody waits for it.
  const { html: bodyHtml, mentioned } = await renderText(input.body)
  const result = await transact(async (tx): Promise<Result<WrittenComment>> => {
    if (once) {
      await lockKey(tx, once)
      const before = await replay(tx, once)
      if (before) return before
    }
    const locked = await lockPlace(tx, target)
    if (!locked.ok) return locked
    const place = locked.value
    const [parent] = input.parent
      ? await tx
          .select()
          .from(comments)
          .where(and(eq(comments.id, input.parent), onPlace(place)))
      : []
    if (input.parent && !parent) return invalid('parent', 'The comment you reply to isn’t in this thread.')
    if (parent?.deletedAt || parent?.removedAt)
      return fail(
        'conflict',
        'The comment you reply to has been deleted. We kept your text; reply to a different one.',
      )
    if (parent && parent.depth >= commentLimits.depth)
      return invalid(
        'parent',
        'This thread is too deep for another level. Reply to one of the comments above.',
      )
    const { twin, id } = await twinOrId(tx, place, viewer.id, {
      body: input.body,
      parentId: parent?.id ?? null,
    })
    if (twin !== null) {
      if (once) await noteUse(tx, once, { commentId: twin })
      return ok({ id: twin, place })
    }
    const { bemoaningId, postSlug } = inPlaceColumns(place)
    await tx.execute(sql`
      select add_comment(${id}, ${bemoaningId}, ${postSlug}, ${parent?.id ?? null}, ${parent?.rootId ?? id},
        ${parent ? parent.depth + 1 : 0}, ${viewer.id}, ${input.body}, ${bodyHtml})`)
    if (place.type === 'bemoaning') {
      await notifyComment(
        tx,
        { bemoaningId: place.id, commentId: id, parentId: parent?.id ?? null },
        viewer.id,
      )
    } else if (parent)
      await notifyPostAnswer(
        tx,
        { commentId: id, parentId: parent.id, post: findPost(place.slug) },
        viewer.id,
      )
    await notifyMentions(tx, mentioned, { commentId: id, place }, viewer.id)
    if (once) await noteUse(tx, once, { commentId: id })
    return ok({ id, place })
  })
  if (result.ok) await announceAdded(tagOfPlace(result.value.place))
  return result
}

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
