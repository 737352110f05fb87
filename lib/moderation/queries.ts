import { and, desc, eq, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { decodeCursor, encodeCursor } from '@/core/cursor'
import { fail, ok, type Result } from '@/core/result'
import { type ModerationActor, subjectTypes } from '@/core/vocabulary'
import { bemoanings, comments, db, juryRounds, moderations, ranks, tagProposals, tags, users } from '@/db'
import type { Page } from '@/lib/bemoaning'
import { tagActs } from '@/lib/tag-proposal'
import { isUndoable } from './acts/undoable'
import { actNames } from './input'

export type LogEntry = {
  id: number
  action: string
  reason: string
  /** The kind of actor. */
  by: ModerationActor
  /** Null for the operator, the jury, or a deleted account. */
  moderator: string | null
  createdAt: Date
  subject:
    | { type: 'bemoaning'; id: number }
    | { type: 'comment'; id: number; bemoaning: number | null; post: string | null }
    | { type: 'user'; handle: string }
    /** A proposed tag: its name (null if its proposer has left), and whether the site has it. */
    | { type: 'tag'; name: string | null; exists: boolean }
  /** For a merge: the bemoaning it was merged into. */
  into: number | null
  /** For an undo: the row that it undoes. */
  undoes: number | null
  /** True if a moderator can still undo it. */
  undoable: boolean
}

/** The kinds of subjects in the log. */
export const logTypes = [...subjectTypes, 'tag'] as const
export type LogType = (typeof logTypes)[number]

/** The filters of the log. */
export type LogFilters = { action?: string; moderator?: string; type?: LogType }

/** Every action in the log, for its filter. */
export const logActions: readonly string[] = [
  ...actNames,
  'undo',
  'unban',
  'reveal',
  'remove the ending',
  'mark fixed',
  'mark workaround',
  'mark broken',
  'decline a fix',
  ...tagActs,
]

/** Parses filters from a URL; empty ones filter nothing. */
export function logFilters(given: {
  action?: string | null
  moderator?: string | null
  type?: string | null
}): Result<LogFilters> {
  const { action, moderator } = given
  const type = logTypes.find((name) => name === given.type)
  if (action && !logActions.includes(action))
    return fail('bad-request', `The log doesn’t have the action “${action}”.`)
  if (given.type && !type) return fail('bad-request', `The log doesn’t have the type “${given.type}”.`)
  if (moderator && !/^[a-z0-9_-]{3,20}$/.test(moderator))
    return fail('bad-request', `“${moderator}” doesn’t look like a handle.`)
  return ok({
    ...(action ? { action } : {}),
    ...(moderator ? { moderator } : {}),
    ...(type ? { type } : {}),
  })
}

const subjects = alias(users, 'subjects')
const columns = {
  bemoaning: moderations.bemoaningId,
  comment: moderations.commentId,
  user: moderations.userId,
  tag: moderations.tagProposalId,
}

const isAsked = ({ action, moderator, type }: LogFilters): (SQL | undefined)[] => [
  action ? eq(moderations.action, action) : undefined,
  moderator
    ? sql`${moderations.moderatorId} = (select id from users where handle = ${moderator})`
    : undefined,
  type ? isNotNull(columns[type]) : undefined,
]

/** Returns a page of the public moderation log, newest first. */
export async function listLog({
  after,
  limit = 50,
  ...filters
}: LogFilters & { after?: string; limit?: number } = {}): Promise<Result<Page<LogEntry>>> {
  const name = `log|${filters.action ?? ''}|${filters.moderator ?? ''}|${filters.type ?? ''}`
  const position = after === undefined ? null : decodeCursor(name, after)
  if (after !== undefined && !position)
    return fail('bad-request', 'This cursor does not belong to this list. Start from its first page.')
  const rows = await db()
    .select({
      id: moderations.id,
      action: moderations.action,
      reason: moderations.reason,
      by: moderations.actor,
      moderator: users.handle,
      createdAt: moderations.createdAt,
      bemoaningId: moderations.bemoaningId,
      commentId: moderations.commentId,
      commentOn: comments.bemoaningId,
      commentOnPost: comments.postSlug,
      handle: subjects.handle,
      proposal: moderations.tagProposalId,
      proposed: tagProposals.name,
      tag: tags.name,
      into: moderations.intoId,
      undoes: moderations.undoes,
      undoable: isUndoable(moderations.id),
    })
    .from(moderations)
    .leftJoin(users, eq(users.id, moderations.moderatorId))
    .leftJoin(comments, eq(comments.id, moderations.commentId))
    .leftJoin(subjects, eq(subjects.id, moderations.userId))
    .leftJoin(tagProposals, eq(tagProposals.id, moderations.tagProposalId))
    .leftJoin(tags, eq(tags.id, tagProposals.tagId))
    .where(and(position ? lt(moderations.id, position.id) : undefined, ...isAsked(filters)))
    .orderBy(desc(moderations.id))
    .limit(limit + 1)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return ok({
    items: rows
      .slice(0, limit)
      .map(
        ({ bemoaningId, commentId, commentOn, commentOnPost, handle, proposal, proposed, tag, ...row }) => ({
          ...row,
          subject: bemoaningId
            ? { type: 'bemoaning', id: bemoaningId }
            : commentId
              ? { type: 'comment', id: commentId, bemoaning: commentOn, post: commentOnPost }
              : proposal
                ? { type: 'tag', name: tag ?? proposed, exists: tag !== null }
                : { type: 'user', handle: handle ?? '' },
        }),
      ),
    next: last ? encodeCursor(name, { key: 0, id: last.id }) : null,
  })
}

/** Returns the actor in words: unnamed for the operator, the jury, or a deleted account. */
export const doerOf = ({ by, moderator }: Pick<LogEntry, 'by' | 'moderator'>): string =>
  moderator ?? (by === 'moderator' ? 'a former moderator' : `the ${by}`)

/** Returns pending bemoanings, oldest first, for moderators. */
export const listPending = () =>
  db()
    .select({ id: ranks.id, body: bemoanings.body })
    .from(juryRounds)
    .innerJoin(ranks, eq(ranks.id, juryRounds.bemoaningId))
    .innerJoin(bemoanings, eq(bemoanings.id, ranks.id))
    .where(and(isNull(juryRounds.settledAt), eq(ranks.status, 'pending')))
    .orderBy(juryRounds.openedAt, juryRounds.bemoaningId)
    .limit(50)

/** A removed text's reason and place; for a line on a user's page, the line. */
export type Appealable = {
  line: string | null
  reason: string
  bemoaningId: number | null
  postSlug: string | null
  comment: boolean
}

/** Returns a removal that the viewer may appeal against, with its reason; null if there is none. */
export async function findAppealable(moderationId: number, viewerId: number): Promise<Appealable | null> {
  const { rows } = await db().execute<Appealable>(sql`
    select m.reason, b.id as "bemoaningId", c.post_slug as "postSlug", c.id is not null as comment, d.before->>'about' as line
      from moderations m left join decisions d on d.moderation_id = m.id and m.user_id is not null left join comments c on c.id = m.comment_id
      left join bemoanings b on b.id = coalesce(m.bemoaning_id, c.bemoaning_id) left join bemoaning_ranks r on r.id = b.id
     where m.id = ${moderationId} and m.action in ('remove', 'reject', 'remove line')
       and case when m.action = 'remove line' then m.user_id = ${viewerId} and d.before ? 'about'
                  and (select u.about is null from users u where u.id = m.user_id)
                  and not exists (select 1 from moderations x where x.undoes = m.id or x.user_id = m.user_id and x.action = 'remove line' and x.id > m.id)
                when c.id is null then b.author_id = ${viewerId} and b.fingerprint <> '' and b.merged_into is null and r.status in ('removed', 'rejected')
                else c.author_id = ${viewerId} and c.removed_at is not null and c.deleted_at is null end
       and not exists (select 1 from cases k where k.appeal_of = m.id)`)
  return rows[0] ?? null
}
