import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { caseEventKinds, caseStatuses } from '@/core/vocabulary'
import { bemoanings } from './bemoanings'
import { createdAt, id, moment, ref } from './columns'
import { comments } from './comments'
import { moderations, oneSubject } from './moderation'
import { users } from './users'
import { voters } from './votes'

export const caseStatus = pgEnum('case_status', caseStatuses)
export const caseEventKind = pgEnum('case_event_kind', caseEventKinds)

const subject = () => ({
  bemoaningId: ref().references((): AnyPgColumn => bemoanings.id, { onDelete: 'cascade' }),
  commentId: ref().references((): AnyPgColumn => comments.id, { onDelete: 'cascade' }),
  userId: ref().references((): AnyPgColumn => users.id, { onDelete: 'cascade' }),
})

/** All open reports on one subject, or an author's appeal, for moderators to decide together. */
export const cases = pgTable(
  'cases',
  {
    id: id(),
    ...subject(),
    status: caseStatus().notNull().default('open'),
    /** Thousandths: the sum of its reports' weights, plus 1,000 for an appeal. The queue is ordered by it. */
    weight: integer().notNull().default(0),
    claimedBy: ref().references(() => users.id, { onDelete: 'set null' }),
    claimedAt: moment(),
    /** The removal that its author appeals against, and the reason. */
    appealOf: ref().references(() => moderations.id),
    appeal: text(),
    /** The moderation that decided it; null while open. */
    moderationId: ref().references(() => moderations.id),
    /** The version of the text that was decided on: further reports on it do not open another case. */
    decidedVersion: integer(),
    decidedAt: moment(),
    createdAt: createdAt(),
  },
  (t) => [
    check('cases_one_subject', oneSubject),
    check(
      'cases_decided',
      sql`(${t.status} = 'decided') = (${t.moderationId} is not null and ${t.decidedAt} is not null)`,
    ),
    check('cases_claimed', sql`${t.claimedBy} is null or ${t.claimedAt} is not null`),
    check('cases_appeal', sql`(${t.appealOf} is null) = (${t.appeal} is null)`),
    uniqueIndex('cases_open_bemoaning').on(t.bemoaningId).where(sql`${t.status} = 'open'`),
    uniqueIndex('cases_open_comment').on(t.commentId).where(sql`${t.status} = 'open'`),
    uniqueIndex('cases_open_user').on(t.userId).where(sql`${t.status} = 'open'`),
    uniqueIndex('cases_appealed_once').on(t.appealOf),
    index('cases_bemoaning').on(t.bemoaningId, t.id.desc().nullsFirst()),
    index('cases_comment').on(t.commentId, t.id.desc().nullsFirst()),
    index('cases_user').on(t.userId, t.id.desc().nullsFirst()),
    index('cases_queue')
      .on(t.weight.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`${t.status} = 'open'`),
    index('cases_lately').on(t.id.desc().nullsFirst()).where(sql`${t.status} = 'decided'`),
    index('cases_moderation').on(t.moderationId),
    index('cases_claimed_by').on(t.claimedBy),
  ],
)

/** The history of a case, for moderators. */
export const caseEvents = pgTable(
  'case_events',
  {
    id: id(),
    caseId: ref()
      .notNull()
      .references(() => cases.id, { onDelete: 'cascade' }),
    userId: ref().references(() => users.id, { onDelete: 'set null' }),
    kind: caseEventKind().notNull(),
    body: text(),
    moderationId: ref().references(() => moderations.id),
    createdAt: createdAt(),
  },
  (t) => [
    index('case_events_case').on(t.caseId, t.id),
    index('case_events_user').on(t.userId),
    index('case_events_moderation').on(t.moderationId),
  ],
)

/** Data needed to undo a moderation, never shown: the public row has actor, action and reason. */
export const decisions = pgTable(
  'decisions',
  {
    moderationId: ref()
      .primaryKey()
      .references(() => moderations.id),
    caseId: ref().references(() => cases.id, { onDelete: 'set null' }),
    before: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (t) => [index('decisions_case').on(t.caseId)],
)

/** A reader's flag with a reason; at most one per voter and case. */
export const reports = pgTable(
  'reports',
  {
    id: id(),
    voterId: ref()
      .notNull()
      .references(() => voters.id, { onDelete: 'cascade' }),
    ...subject(),
    caseId: ref()
      .notNull()
      .references(() => cases.id, { onDelete: 'cascade' }),
    /** The reported version of the text; 0 for a user. */
    version: integer().notNull(),
    /** Thousandths: the accuracy of the reporter's earlier reports, at the time of this one. */
    weight: integer().notNull(),
    reason: text().notNull(),
    note: text(),
    createdAt: createdAt(),
  },
  (t) => [
    check('reports_one_subject', oneSubject),
    check('reports_weight', sql`${t.weight} between 0 and 1000`),
    uniqueIndex('reports_once').on(t.caseId, t.voterId),
    index('reports_bemoaning').on(t.bemoaningId),
    index('reports_comment').on(t.commentId),
    index('reports_user').on(t.userId),
    index('reports_voter').on(t.voterId, t.id.desc().nullsFirst()),
  ],
)
