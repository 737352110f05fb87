import { and, eq, isNull, sql } from 'drizzle-orm'
import { bemoanings, commentRevisions, comments, commentVotes, db, ranks } from '@/db'
import { hasLink } from '../bemoaning/checks'
import type { Viewer } from '../context'
import { demand } from '../credential'
import { dropTags } from '../drop'
import { renderMarkdown } from '../markdown'
import { notify, notifyComment, notifyPostAnswer, takeBackNotices } from '../notice/write'
import { findPost } from '../post/queries'
import { type Failure, fail, ok, type Result } from '../result'
import { findSecrets } from '../secrets'
import { isYoung } from '../user/trust'
import { recount } from './counts'
import { commentLimits, type NewComment } from './input'
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

const credential = (body: string): Failure | null => {
  const found = findSecrets(body).find((secret) => secret.severity === 'credential')
  return found
    ? invalid(
        'body',
        `This looks like a real credential (${found.label}). Take it out, and change it: it has left your keyboard.`,
      )
    : null
}

/** Accounts younger than a day post no links. */
const noLinksYet = (viewer: Viewer, body: string, html: string): Failure | null =>
  isYoung(viewer) && hasLink(body, html)
    ? invalid(
        'body',
        'An account younger than a day posts no links. Take it out, or send it tomorrow; your text is kept.',
      )
    : null

/** Answers a bemoaning or a post, or one of the comments there. */
export async function comment(
  viewer: Viewer,
  target: CommentTarget,
  input: NewComment,
): Promise<Result<WrittenComment>> {
  demand(viewer, 'write')
  const bodyHtml = renderMarkdown(input.body)
  const refused = credential(input.body) ?? noLinksYet(viewer, input.body, bodyHtml)
  if (refused) return refused
  const result = await db().transaction(async (tx): Promise<Result<WrittenComment>> => {
    const place = await lockPlace(tx, target)
    if ('ok' in place) return place
    const [parent] = input.parent
      ? await tx
          .select()
          .from(comments)
          .where(and(eq(comments.id, input.parent), onPlace(place)))
      : []
    if (input.parent && !parent) return invalid('parent', 'The comment you answer is not in this thread.')
    if (parent?.deletedAt || parent?.removedAt)
      return fail(
        'conflict',
        'The comment you answer has been deleted. Your text is kept; answer another one.',
      )
    if (parent && parent.depth >= commentLimits.depth)
      return invalid('parent', 'This thread is as deep as it gets. Answer one of the comments above.')
    // The same text twice in a row by one person is a double click.
    const [twin] = await tx
      .select({ id: comments.id })
      .from(comments)
      .where(
        and(
          onPlace(place),
          eq(comments.authorId, viewer.id),
          eq(comments.body, input.body),
          isNull(comments.deletedAt),
          sql`${comments.parentId} is not distinct from ${parent?.id ?? null}::bigint and ${comments.createdAt} > now() - interval '1 minute'`,
        ),
      )
    if (twin) return ok({ id: twin.id, place })
    const { rows } = await tx.execute<{ id: number }>(
      sql`select nextval(pg_get_serial_sequence('comments', 'id')) as id`,
    )
    const id = rows[0]?.id
    if (id === undefined) throw new Error('the sequence returned nothing')
    await tx
      .insert(comments)
      .overridingSystemValue()
      .values({
        id,
        ...inPlaceColumns(place),
        parentId: parent?.id ?? null,
        rootId: parent?.rootId ?? id,
        depth: parent ? parent.depth + 1 : 0,
        authorId: viewer.id,
        body: input.body,
        bodyHtml,
      })
    if (place.type === 'bemoaning') {
      await recount(tx, place.id)
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
    return ok({ id, place })
  })
  if (result.ok) await dropTags(tagOfPlace(result.value.place))
  return result
}

/** Changes one's own comment within the edit window. `version` null: whatever is there. */
export async function editComment(
  viewer: Viewer,
  id: number,
  body: string,
  version: number | null,
): Promise<Result<WrittenComment>> {
  demand(viewer, 'write')
  const bodyHtml = renderMarkdown(body)
  const refused = credential(body) ?? noLinksYet(viewer, body, bodyHtml)
  if (refused) return refused
  const result = await db().transaction(async (tx): Promise<Result<WrittenComment>> => {
    const [now] = await tx
      .select({
        version: comments.version,
        body: comments.body,
        ...placeColumns,
        late: sql<boolean>`${comments.createdAt} < now() - make_interval(mins => ${commentLimits.editMinutes})`,
      })
      .from(comments)
      .leftJoin(bemoanings, eq(bemoanings.id, comments.bemoaningId))
      .where(
        and(
          eq(comments.id, id),
          eq(comments.authorId, viewer.id),
          isNull(comments.deletedAt),
          isNull(comments.removedAt),
        ),
      )
      .for('update', { of: comments })
    if (!now) return fail('not-found', 'You have no such comment.')
    if (version !== null && version !== now.version)
      return fail('stale', 'It has been changed since you read it. Read it again; your text is kept.')
    if (now.late)
      return fail(
        'forbidden',
        `A comment can be edited for ${commentLimits.editMinutes} minutes; that time is over.`,
      )
    await tx.insert(commentRevisions).values({ commentId: id, version: now.version, body: now.body })
    await tx
      .update(comments)
      .set({ body, bodyHtml, version: now.version + 1, editedAt: new Date() })
      .where(eq(comments.id, id))
    return ok({ id, place: placeOf(now) })
  })
  if (result.ok) await dropTags(tagOfPlace(result.value.place))
  return result
}

/** Says "so true" to a comment, or takes it back. Idempotent. */
export async function voteComment(
  viewer: Viewer,
  id: number,
  on: boolean,
): Promise<Result<{ votes: number; mine: boolean } & WrittenComment>> {
  demand(viewer, 'write')
  return db().transaction(async (tx): Promise<Result<{ votes: number; mine: boolean } & WrittenComment>> => {
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
    if (!found || !isReadable(found.postSlug)) return fail('not-found', 'There is no such comment.')
    const { authorId, votes } = found
    const place = placeOf(found)
    if (authorId === viewer.id) return fail('forbidden', 'This comment is yours.')
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

/** Marks a comment as the remedy, or unmarks it; the bemoaning's author or a moderator may. */
export async function markRemedy(viewer: Viewer, id: number, on: boolean): Promise<Result<WrittenComment>> {
  demand(viewer, 'write')
  const result = await db().transaction(async (tx): Promise<Result<WrittenComment>> => {
    const [found] = await tx
      .select({
        bemoaningId: bemoanings.id,
        bemoaningBody: bemoanings.body,
        authorId: bemoanings.authorId,
        commenterId: comments.authorId,
        gone: sql<boolean>`coalesce(${comments.deletedAt}, ${comments.removedAt}) is not null`,
      })
      .from(comments)
      .innerJoin(bemoanings, eq(bemoanings.id, comments.bemoaningId))
      .innerJoin(ranks, eq(ranks.id, bemoanings.id))
      .where(and(eq(comments.id, id), eq(ranks.status, 'published')))
      // The rank, as whoever comments does: two orders would wait for each other.
      .for('no key update', { of: ranks })
    if (!found || found.gone) return fail('not-found', 'There is no such comment.')
    if (found.authorId !== viewer.id && viewer.role === 'user')
      return fail('forbidden', 'The author of the bemoaning or a moderator says what cured it.')
    const target = on ? undefined : eq(bemoanings.remedyId, id)
    await tx
      .update(bemoanings)
      .set({ remedyId: on ? id : null })
      .where(and(eq(bemoanings.id, found.bemoaningId), target))
    await takeBackNotices(tx, 'remedy', found.bemoaningId)
    if (on && found.commenterId !== viewer.id)
      await notify(tx, 'remedy', found.commenterId, { bemoaningId: found.bemoaningId, commentId: id })
    return ok({ id, place: { type: 'bemoaning', id: found.bemoaningId, body: found.bemoaningBody } })
  })
  if (result.ok) await dropTags(tagOfPlace(result.value.place))
  return result
}
