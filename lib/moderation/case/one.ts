import { sql } from 'drizzle-orm'
import type { CaseEventKind, Status } from '@/core/vocabulary'
import { db } from '@/db'
import { isUndoable } from '../acts/undoable'
import { type Subject, subjectOf } from '../subject'
import { claimsHoldSince } from './clauses'

/** A report as moderators see it: by handle, or unnamed for a visitor. */
export type ReportLine = {
  id: number
  reporter: string | null
  reason: string
  note: string | null
  version: number
  /** In thousandths. */
  weight: number
  /** True if it came after the decision. */
  late: boolean
  createdAt: Date
}

/** One event of a case's history, which includes other acts on the same subject. */
export type EventLine = {
  key: string
  kind: CaseEventKind | 'act'
  who: string | null
  body: string | null
  /** The row of the public log, for an undo. */
  moderationId: number | null
  action: string | null
  undoable: boolean
  at: Date
}

/** An earlier version of the text. */
export type OldVersion = { version: number; body: string; details: string | null }

/** A case with its whole history. It never names the author of an anonymous text. */
export type Case = {
  id: number
  subject: Subject
  /** The bemoaning that is its subject or has the comment; null for a user. */
  bemoaningId: number | null
  /** The post that has the comment. */
  postSlug: string | null
  status: 'open' | 'decided'
  /** The bemoaning's status, if the subject is one. */
  standing: Status | null
  /** Removed by a moderator, or deleted by its author. */
  gone: 'removed' | 'deleted' | null
  locked: boolean
  mergedInto: number | null
  text: string
  details: string | null
  /** The line on a user's page. */
  line: string | null
  /** The line that was removed from it, if its user appeals against that. */
  removedLine: string | null
  tags: string[]
  version: number
  decidedVersion: number | null
  author: string | null
  anonymous: boolean
  own: boolean
  /** For a banned user. */
  bannedUntil: Date | null
  claimer: string | null
  claimedByMe: boolean
  appeal: string | null
  appealAgainst: { moderator: string | null; reason: string; mine: boolean } | null
  old: OldVersion[]
  others: { id: number; status: string; decision: string | null }[]
  createdAt: Date
}

type Row = Omit<Case, 'subject' | 'createdAt' | 'bannedUntil' | 'old' | 'others'> & {
  s_bemoaning: number | null
  s_comment: number | null
  s_user: number | null
  created: string
  banned: string | null
  old: OldVersion[] | null
  others: Case['others'] | null
}

/** Returns a case with its text, present and earlier; null if it does not exist. @param viewerId the moderator */
export async function findCase(id: number, viewerId: number): Promise<Case | null> {
  const { rows } = await db().execute<Row>(sql`
    select c.id, c.bemoaning_id as s_bemoaning, c.comment_id as s_comment, c.user_id as s_user, c.status,
           b.id as "bemoaningId", k.post_slug as "postSlug", case when c.bemoaning_id is not null then r.status end as standing,
           case when b.fingerprint = '' and c.bemoaning_id is not null or k.deleted_at is not null then 'deleted'
                when k.removed_at is not null or c.bemoaning_id is not null and r.status = 'removed' then 'removed' end as gone,
           b.locked_at is not null as locked, b.merged_into as "mergedInto",
           coalesce(k.body, case when c.bemoaning_id is not null then b.body end, s.handle) as text,
           case when c.bemoaning_id is not null then b.details end as details, s.about as line,
           (select d.before->>'about' from decisions d where d.moderation_id = c.appeal_of and c.user_id is not null) as "removedLine",
           array(select t.name from bemoaning_tags bt join tags t on t.id = bt.tag_id where bt.bemoaning_id = c.bemoaning_id order by 1) as tags,
           coalesce(k.version, case when c.bemoaning_id is not null then b.version end, 0) as version, c.decided_version as "decidedVersion",
           case when c.bemoaning_id is null or not b.anonymous then a.handle end as author,
           c.bemoaning_id is not null and b.anonymous as anonymous, coalesce(a.id = ${viewerId}, false) as own,
           case when s.banned_until > now() then s.banned_until::text end as banned,
           w.handle as claimer, coalesce(w.id = ${viewerId}, false) as "claimedByMe", c.appeal,
           (select json_build_object('moderator', u.handle, 'reason', m.reason, 'mine', coalesce(u.id = ${viewerId}, false))
              from moderations m left join users u on u.id = m.moderator_id where m.id = c.appeal_of) as "appealAgainst",
           (select json_agg(v order by v.version desc) from (
              select version, body, details from bemoaning_revisions where bemoaning_id = c.bemoaning_id
              union all select version, body, null from comment_revisions where comment_id = c.comment_id) v) as old,
           (select json_agg(json_build_object('id', o.id, 'status', o.status, 'decision', m.action) order by o.id desc)
              from cases o left join moderations m on m.id = o.moderation_id
             where o.id <> c.id and (o.bemoaning_id = c.bemoaning_id or o.comment_id = c.comment_id or o.user_id = c.user_id)) as others,
           c.created_at as created
      from cases c
      left join comments k on k.id = c.comment_id
      left join bemoanings b on b.id = coalesce(c.bemoaning_id, k.bemoaning_id)
      left join bemoaning_ranks r on r.id = b.id
      left join users s on s.id = c.user_id
      left join users a on a.id = coalesce(s.id, k.author_id, case when c.bemoaning_id is not null then b.author_id end)
      left join users w on w.id = c.claimed_by and c.claimed_at > ${claimsHoldSince}
     where c.id = ${id}`)
  const [row] = rows
  if (!row) return null
  const { s_bemoaning, s_comment, s_user, created, banned, ...rest } = row
  return {
    ...rest,
    subject: subjectOf({ bemoaningId: s_bemoaning, commentId: s_comment, userId: s_user }),
    old: row.old ?? [],
    others: row.others ?? [],
    createdAt: new Date(created),
    bannedUntil: banned === null ? null : new Date(banned),
  }
}

const most = 100

/** Returns the reports of a case, heaviest first. */
export async function listReports(caseId: number): Promise<ReportLine[]> {
  const { rows } = await db().execute<Omit<ReportLine, 'createdAt'> & { created: string }>(sql`
    select r.id, u.handle as reporter, r.reason, r.note, r.version, r.weight, r.created_at as created,
           coalesce(r.created_at > c.decided_at, false) as late
      from reports r join cases c on c.id = r.case_id join voters w on w.id = r.voter_id left join users u on u.id = w.user_id
     where r.case_id = ${caseId} order by r.weight desc, r.id limit ${most}`)
  return rows.map(({ created, ...row }) => ({ ...row, createdAt: new Date(created) }))
}

/** Returns the history of a case and other moderation of its subject, newest first. */
export async function listHistory({ id, subject }: Case): Promise<EventLine[]> {
  const column = sql.identifier(
    { bemoaning: 'bemoaning_id', comment: 'comment_id', user: 'user_id' }[subject.type],
  )
  const undoable = isUndoable(sql`m.id`)
  const { rows } = await db().execute<Omit<EventLine, 'at'> & { created: string }>(sql`
    select * from (
      select 'e' || e.id as key, e.kind::text, u.handle as who, coalesce(e.body, m.reason) as body, e.moderation_id as "moderationId", m.action,
             coalesce(${undoable}, false) as undoable, e.created_at as created
        from case_events e left join users u on u.id = e.user_id left join moderations m on m.id = e.moderation_id
       where e.case_id = ${id}
      union all
      select 'm' || m.id, 'act', coalesce(u.handle, 'the ' || m.actor), m.reason, m.id, m.action, coalesce(${undoable}, false), m.created_at
        from moderations m left join users u on u.id = m.moderator_id
       where m.${column} = ${subject.id} and not exists (select 1 from case_events e where e.moderation_id = m.id and e.case_id = ${id})
    ) all_of_it order by created desc, key desc limit ${most}`)
  return rows.map(({ created, ...row }) => ({ ...row, at: new Date(created) }))
}
