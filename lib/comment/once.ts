import { eq, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { bemoanings, type Connection, comments, db, type Transaction } from '@/db'
import { firstUse, type Once, onceOf } from '@/lib/bemoaning'
import type { NewComment } from './input'
import {
  type CommentPlace,
  type CommentTarget,
  onPlace,
  placeColumns,
  placeOf,
  type WrittenComment,
} from './place'

/** A comment's request as its idempotency key remembers it; null without a key. */
export const onceFor = (userId: number, target: CommentTarget, input: NewComment, key: string | undefined) =>
  onceOf(userId, key, ['comment', target, input.parent ?? null, input.body])

/** Returns the comment that the key's first use made; null if it was not used. */
export async function replay(tx: Connection, once: Once): Promise<Result<WrittenComment> | null> {
  const used = await firstUse(tx, once)
  if (!used?.ok) return used
  const [first] = await tx
    .select({ id: comments.id, ...placeColumns })
    .from(comments)
    .leftJoin(bemoanings, eq(bemoanings.id, comments.bemoaningId))
    .where(eq(comments.id, used.value.commentId ?? 0))
  return first
    ? ok({ id: first.id, place: placeOf(first) })
    : fail('not-found', 'The text that this key created is gone.')
}

/**
 * Returns the comment that the same author wrote with the same text within a minute, since the same text twice in a row
 * is a double click; otherwise the id for a new one.
 */
export async function twinOrId(
  tx: Transaction,
  place: CommentPlace,
  authorId: number,
  { body, parentId }: { body: string; parentId: number | null },
): Promise<{ twin: number | null; id: number }> {
  const { rows } = await tx.execute<{ twin: number | null; id: number }>(sql`
    with twin as (
      select ${comments.id} as id from ${comments}
       where ${onPlace(place)} and ${comments.authorId} = ${authorId} and ${comments.body} = ${body}
         and ${comments.deletedAt} is null and ${comments.parentId} is not distinct from ${parentId}::bigint
         and ${comments.createdAt} > now() - interval '1 minute'
       limit 1)
    select (select id from twin) as twin, coalesce((select id from twin), nextval(pg_get_serial_sequence('comments', 'id'))) as id`)
  if (rows[0] === undefined) throw new Error('the sequence returned nothing')
  return rows[0]
}

/** Returns the result of a request that was made before with the same key; null if none was. */
export async function replayComment(
  viewer: Viewer,
  target: CommentTarget,
  input: NewComment,
  key: string | undefined,
): Promise<Result<WrittenComment> | null> {
  demand(viewer, 'write')
  const once = onceFor(viewer.id, target, input, key)
  return once && replay(db(), once)
}
