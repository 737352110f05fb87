import { sql } from 'drizzle-orm'
import type { Transaction } from '@/db'
import type { NoticeKind } from '../words'

type Subject = { bemoaningId: number; commentId?: number }

/** Tells one person of an event, once; nobody is told of what they did themselves. */
export async function notify(
  tx: Transaction,
  kind: NoticeKind,
  userId: number | null,
  { bemoaningId, commentId }: Subject,
): Promise<void> {
  if (userId === null) return
  await tx.execute(
    sql`insert into notices (user_id, kind, bemoaning_id, comment_id) values (${userId}, ${kind}::notice_kind, ${bemoaningId}, ${commentId ?? null}::bigint) on conflict do nothing`,
  )
}

/** Tells its author, whoever bemoaned it too and whoever proposed it that it got fixed; one notice each. */
export async function notifyFixed(
  tx: Transaction,
  bemoaningId: number,
  actorId: number | null,
): Promise<void> {
  await tx.execute(sql`
    insert into notices (user_id, kind, bemoaning_id)
    select u.id, 'fixed', ${bemoaningId} from (
      select w.user_id as id from votes v join voters w on w.id = v.voter_id where v.bemoaning_id = ${bemoaningId} and v.kind = 'bemoan' and w.user_id is not null
      union select author_id from bemoanings where id = ${bemoaningId} and author_id is not null
      union select proposer_id from fix_proposals where bemoaning_id = ${bemoaningId} and outcome = 'confirmed' and proposer_id is not null
    ) u where u.id is distinct from ${actorId}::bigint
    on conflict do nothing`)
}

/** Takes back what has turned out untrue, from whoever has not read it. */
export const takeBackNotices = (tx: Transaction, kind: NoticeKind, bemoaningId: number, commentId?: number) =>
  tx.execute(sql`
    delete from notices where bemoaning_id = ${bemoaningId} and kind = ${kind}::notice_kind and read_at is null
       and (${commentId ?? null}::bigint is null or comment_id = ${commentId ?? null}::bigint)`)

/**
 * Tells an author what became of what waited for the jury. It may be told again, after an appeal; what was said before
 * goes.
 */
export async function notifyJudged(
  tx: Transaction,
  kind: 'published' | 'rejected',
  bemoaningId: number,
): Promise<void> {
  await tx.execute(
    sql`delete from notices where bemoaning_id = ${bemoaningId} and kind in ('published', 'rejected')`,
  )
  await tx.execute(sql`
    insert into notices (user_id, kind, bemoaning_id)
    select author_id, ${kind}::notice_kind, id from bemoanings where id = ${bemoaningId} and author_id is not null`)
}

/** Tells people of an act of moderation: whose text it was about, or who reported it. */
export async function notifyModerated(
  tx: Transaction,
  kind: 'moderated' | 'reported',
  people: readonly number[],
  { bemoaningId, commentId }: { bemoaningId: number | null; commentId: number | null },
  moderationId: number,
): Promise<void> {
  if (people.length === 0) return
  await tx.execute(sql`
    insert into notices (user_id, kind, bemoaning_id, comment_id, moderation_id)
    select u, ${kind}::notice_kind, ${bemoaningId}::bigint, ${commentId}::bigint, ${moderationId}::bigint
      from unnest(${sql.param([...people])}::bigint[]) u on conflict do nothing`)
}

/** Takes back what was told of an act that is undone; who has read it already is told of the undo. */
export async function takeBackModerated(
  tx: Transaction,
  moderationId: number,
  undoId: number,
): Promise<void> {
  await tx.execute(sql`delete from notices where moderation_id = ${moderationId} and read_at is null`)
  await tx.execute(sql`
    insert into notices (user_id, kind, bemoaning_id, comment_id, moderation_id)
    select user_id, kind, bemoaning_id, comment_id, ${undoId}::bigint from notices where moderation_id = ${moderationId}
    on conflict do nothing`)
}
