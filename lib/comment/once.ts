import { eq } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { bemoanings, type Connection, comments, db } from '@/db'
import { firstUse, type Once, onceOf } from '@/lib/bemoaning'
import type { NewComment } from './input'
import { type CommentTarget, placeColumns, placeOf, type WrittenComment } from './place'

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
