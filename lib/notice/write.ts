import { type SQL, sql } from 'drizzle-orm'
import type { NoticeKind } from '@/core/vocabulary'
import type { Transaction } from '@/db'
import { findPost, type Post } from '@/lib/blog'
import { mutesOfRow } from '@/lib/reader'

type Subject = { bemoaningId: number; commentId?: number }

/** Matches users who have not muted the subject. */
const wanted = (user: SQL, bemoaning: SQL, comment: SQL = sql`null`): SQL =>
  sql`is_wanted(${user}, ${bemoaning}, ${comment})`

/** Notifies one user of an event, once; nobody is notified of their own acts, nor of what they have muted. */
export async function notify(
  tx: Transaction,
  kind: NoticeKind,
  userId: number | null,
  { bemoaningId, commentId }: Subject,
): Promise<void> {
  if (userId === null) return
  await tx.execute(
    sql`insert into notices (user_id, kind, bemoaning_id, comment_id)
        select ${userId}::bigint, ${kind}::notice_kind, ${bemoaningId}::bigint, ${commentId ?? null}::bigint
         where ${wanted(sql`${userId}::bigint`, sql`${bemoaningId}::bigint`)} on conflict do nothing`,
  )
}

type CommentAt = {
  commentId: number
  place: { type: 'bemoaning'; id: number } | { type: 'post'; slug: string }
}

/** Users that one comment notifies because it mentions them. */
const mostMentions = 5

/**
 * Notifies users whom a comment mentions, each once: not if they get another notice of it, have turned its thread off, or
 * muted its author or subject. Called again after an edit, it notifies those who are new in it.
 * @param people ids in the order of the text
 */
export async function notifyMentions(
  tx: Transaction,
  people: readonly number[],
  { commentId, place }: CommentAt,
  actorId: number,
): Promise<void> {
  if (people.length === 0) return
  const bemoaningId = place.type === 'bemoaning' ? place.id : null
  const post = place.type === 'post' ? findPost(place.slug) : null
  await tx.execute(sql`
    insert into notices (user_id, kind, bemoaning_id, comment_id)
    select u.id, 'mention', ${bemoaningId}::bigint, ${commentId}::bigint
      from unnest(${sql.param([...people])}::bigint[]) with ordinality p(id, at) join users u on u.id = p.id
      left join watches w on w.user_id = u.id and w.bemoaning_id = ${bemoaningId}::bigint
     where u.id <> ${actorId} and w.level is distinct from 'off' and (u.banned_until is null or u.banned_until < now())
       and not exists (select 1 from notices n where n.user_id = u.id and n.comment_id = ${commentId}::bigint)
       and ${wanted(sql`u.id`, sql`${bemoaningId}::bigint`, sql`${commentId}::bigint`)}
       and ${post ? isPostWanted(post, sql`u.id`) : sql`true`}
     order by p.at
     limit greatest(0, ${mostMentions} - (select count(*) from notices n where n.comment_id = ${commentId}::bigint and n.kind = 'mention'))
    on conflict do nothing`)
}

/** Matches users who have not muted a post by its tags or words. */
function isPostWanted(post: Post, user: SQL): SQL {
  const sets = mutesOfRow(user)
  const tags = sql`(select g.id from tags g where g.name = any(${sql.param([...post.tags])}::text[]))`
  const text = `${post.title}\n${post.description}\n${post.text}`
  return sql`not (${sets.tags} && array${tags}) and (${text} ~* ${sets.pattern}) is not true`
}

/** Notifies the author of a comment on a post about a reply. */
export async function notifyPostAnswer(
  tx: Transaction,
  { commentId, parentId, post }: { commentId: number; parentId: number; post: Post | null },
  actorId: number,
): Promise<void> {
  const author = sql`c.author_id`
  await tx.execute(sql`
    insert into notices (user_id, kind, comment_id)
    select c.author_id, 'answer', ${commentId}::bigint from comments c
     where c.id = ${parentId} and c.author_id is not null and c.author_id <> ${actorId}
       and ${wanted(author, sql`null`, sql`${commentId}::bigint`)}
       and ${post ? isPostWanted(post, author) : sql`true`}
    on conflict do nothing`)
}

/** Notifies a bemoaning's author, those who bemoaned it too and the proposer of the fix; one notice each. */
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
    ) u where u.id is distinct from ${actorId}::bigint and ${wanted(sql`u.id`, sql`${bemoaningId}::bigint`)}
    on conflict do nothing`)
}

/** Deletes unread notices of a kind that no longer apply. */
export const takeBackNotices = (tx: Transaction, kind: NoticeKind, bemoaningId: number, commentId?: number) =>
  tx.execute(sql`
    delete from notices where bemoaning_id = ${bemoaningId} and kind = ${kind}::notice_kind and read_at is null
       and (${commentId ?? null}::bigint is null or comment_id = ${commentId ?? null}::bigint)`)

/** Notifies an author of the jury's outcome. After an appeal the new notice replaces the old one. */
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

/** Notifies users of an act of moderation: authors or reporters. */
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

/** Deletes unread notices of an act that is undone, and notifies those who read theirs of the undo. */
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
