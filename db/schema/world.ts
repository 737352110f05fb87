import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { noticeKinds, proposalOutcomes } from '@/core/vocabulary'
import { bemoanings, ranks, state } from './bemoanings'
import { createdAt, id, moment, ref } from './columns'
import { comments } from './comments'
import { moderations } from './moderation'
import { securityEvents, users } from './users'
import { voters } from './votes'

export const proposalOutcome = pgEnum('proposal_outcome', proposalOutcomes)
export const noticeKind = pgEnum('notice_kind', noticeKinds)

/**
 * A proposal that something got fixed, with a link to the release or issue that says so. At most one is open per
 * bemoaning.
 */
export const fixProposals = pgTable(
  'fix_proposals',
  {
    id: id(),
    bemoaningId: ref()
      .notNull()
      .references(() => bemoanings.id, { onDelete: 'cascade' }),
    proposerId: ref().references(() => users.id, { onDelete: 'set null' }),
    /** Where it says so; null if the proposer knows without. */
    url: text(),
    note: text(),
    createdAt: createdAt(),
    outcome: proposalOutcome().notNull().default('open'),
    decidedAt: moment(),
  },
  (t) => [
    check('fix_proposals_url', sql`${t.url} ~ '^https?://' and octet_length(${t.url}) <= 2000`),
    check('fix_proposals_note', sql`octet_length(${t.note}) <= 19200`),
    check('fix_proposals_decided', sql`(${t.outcome} = 'open') = (${t.decidedAt} is null)`),
    uniqueIndex('fix_proposals_open').on(t.bemoaningId).where(sql`${t.outcome} = 'open'`),
    index('fix_proposals_bemoaning').on(t.bemoaningId, t.id.desc().nullsFirst()),
    index('fix_proposals_proposer').on(t.proposerId),
  ],
)

export const fixConfirmations = pgTable(
  'fix_confirmations',
  {
    proposalId: ref()
      .notNull()
      .references(() => fixProposals.id, { onDelete: 'cascade' }),
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.proposalId, t.userId] }), index('fix_confirmations_user').on(t.userId)],
)

/** Each change of a bemoaning's state. */
export const stateChanges = pgTable(
  'state_changes',
  {
    id: id(),
    bemoaningId: ref()
      .notNull()
      .references(() => bemoanings.id, { onDelete: 'cascade' }),
    state: state().notNull(),
    /** The user; null if trusted users confirmed it together, or the account is deleted. */
    userId: ref().references(() => users.id, { onDelete: 'set null' }),
    proposalId: ref().references(() => fixProposals.id, { onDelete: 'set null' }),
    note: text(),
    createdAt: createdAt(),
  },
  (t) => [
    check('state_changes_note', sql`octet_length(${t.note}) <= 19200`),
    index('state_changes_bemoaning').on(t.bemoaningId, t.id.desc().nullsFirst()),
    index('state_changes_user').on(t.userId),
    index('state_changes_proposal').on(t.proposalId),
  ],
)

/** "Bit me again": at most one per person, bemoaning and day (UTC). */
export const bites = pgTable(
  'bites',
  {
    bemoaningId: ref()
      .notNull()
      .references(() => ranks.id, { onDelete: 'cascade' }),
    /** A user's voter: it outlives the account, so that counts keep matching the rows. */
    voterId: ref()
      .notNull()
      .references(() => voters.id),
    day: date({ mode: 'string' }).notNull().default(sql`(now() at time zone 'utc')::date`),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.bemoaningId, t.voterId, t.day] }),
    index('bites_latest').on(t.bemoaningId, t.createdAt.desc().nullsFirst()),
    index('bites_voter').on(t.voterId),
  ],
)

/** Bites per week, for the sparkline; updated with each bite, checked by the audit. */
export const biteWeeks = pgTable(
  'bite_weeks',
  {
    bemoaningId: ref()
      .notNull()
      .references(() => ranks.id, { onDelete: 'cascade' }),
    /** Whole weeks since 1970. */
    week: integer().notNull(),
    bites: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.bemoaningId, t.week] }), check('bite_weeks_count', sql`${t.bites} >= 0`)],
)

/** Notices to users, one per event. */
export const notices = pgTable(
  'notices',
  {
    id: id(),
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: noticeKind().notNull(),
    /** Null when it is about a user. */
    bemoaningId: ref().references(() => bemoanings.id, { onDelete: 'cascade' }),
    commentId: ref().references(() => comments.id, { onDelete: 'cascade' }),
    /** The moderation it is about. */
    moderationId: ref().references(() => moderations.id),
    /** The change of sign-in methods it is about. */
    securityEventId: ref().references(() => securityEvents.id, { onDelete: 'cascade' }),
    /** For a milestone: the number of people. */
    amount: integer(),
    /** True once its mails and pushes, if enabled, are queued. */
    told: boolean().notNull().default(false),
    createdAt: createdAt(),
    readAt: moment(),
  },
  (t) => [
    uniqueIndex('notices_once').on(
      t.userId,
      t.kind,
      sql`coalesce(${t.bemoaningId}, 0)`,
      sql`coalesce(${t.commentId}, 0)`,
      sql`coalesce(${t.moderationId}, 0)`,
      sql`coalesce(${t.securityEventId}, 0)`,
    ),
    index('notices_security').on(t.securityEventId).where(sql`${t.securityEventId} is not null`),
    index('notices_moderation').on(t.moderationId).where(sql`${t.moderationId} is not null`),
    index('notices_user').on(t.userId, t.id.desc().nullsFirst()),
    index('notices_unread').on(t.userId).where(sql`${t.readAt} is null`),
    index('notices_untold').on(t.id).where(sql`not ${t.told}`),
    index('notices_bemoaning').on(t.bemoaningId),
    index('notices_comment').on(t.commentId),
  ],
)
