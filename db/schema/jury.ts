import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { juryOpenings, jurySettlers, verdicts as verdictNames } from '@/core/vocabulary'
import { ranks } from './bemoanings'
import { createdAt, id, moment, ref } from './columns'
import { users } from './users'

export const verdict = pgEnum('verdict', verdictNames)
export const juryOpening = pgEnum('jury_opening', juryOpenings)
export const jurySettler = pgEnum('jury_settler', jurySettlers)

/** A 64-bit salt. Random draws use a hash with it, which cannot be computed from outside. */
const salt = () => bigint({ mode: 'bigint' }).notNull().default(sql`(random() * 9007199254740992)::bigint`)

/**
 * A bemoaning before the jury: once when new, again when its text changes or its author appeals. Triggers open and
 * close rounds with the bemoaning's status, and count the verdicts.
 */
export const juryRounds = pgTable(
  'jury_rounds',
  {
    bemoaningId: ref()
      .notNull()
      .references(() => ranks.id, { onDelete: 'cascade' }),
    round: smallint().notNull(),
    opening: juryOpening().notNull(),
    salt: salt(),
    openedAt: createdAt(),
    settledAt: moment(),
    settledBy: jurySettler(),
    /** Null while open, and if the text was deleted before a decision. */
    outcome: verdict(),
    publish: integer().notNull().default(0),
    reject: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.bemoaningId, t.round] }),
    check('jury_rounds_round', sql`${t.round} >= 1`),
    check('jury_rounds_counts', sql`${t.publish} >= 0 and ${t.reject} >= 0`),
    check('jury_rounds_settled', sql`(${t.settledAt} is null) = (${t.settledBy} is null)`),
    check('jury_rounds_outcome', sql`${t.outcome} is null or ${t.settledAt} is not null`),
    uniqueIndex('jury_rounds_open').on(t.bemoaningId).where(sql`${t.settledAt} is null`),
    uniqueIndex('jury_rounds_appeal').on(t.bemoaningId).where(sql`${t.opening} = 'appeal'`),
    index('jury_rounds_waiting').on(t.openedAt, t.bemoaningId).where(sql`${t.settledAt} is null`),
    index('jury_rounds_decided').on(t.settledAt.desc().nullsFirst()).where(sql`${t.outcome} is not null`),
  ],
)

/** Texts with a known verdict, from content/jury.yaml. They are shown like pending ones. */
export const juryKnown = pgTable(
  'jury_known',
  {
    id: text().primaryKey(),
    answer: verdict().notNull(),
    reason: text(),
    body: text().notNull(),
    tags: text().array().notNull(),
    active: boolean().notNull().default(true),
    /** The number it is shown under, from the sequence of bemoanings; renewed now and then. Null: not shown yet. */
    number: ref().unique(),
    numberedAt: moment(),
  },
  (t) => [check('jury_known_reason', sql`(${t.answer} = 'reject') = (${t.reason} is not null)`)],
)

export const verdicts = pgTable(
  'verdicts',
  {
    id: id(),
    /** Null if the account is deleted: its verdict still counts. */
    jurorId: ref().references(() => users.id, { onDelete: 'set null' }),
    bemoaningId: ref(),
    round: smallint(),
    knownId: text().references(() => juryKnown.id),
    verdict: verdict().notNull(),
    reason: text(),
    note: text(),
    /** Its weight: the juror's weight at the time. */
    weight: doublePrecision().notNull(),
    /** Given without having seen author and tally. Only such verdicts are scored. */
    blind: boolean().notNull().default(true),
    createdAt: createdAt(),
    /** The final verdict on the bemoaning, as far as it is scored for the juror; null until then. */
    outcome: verdict(),
    points: integer().notNull().default(0),
    /** First day of the month that the points count for. */
    month: date({ mode: 'string' }),
  },
  (t) => [
    foreignKey({
      columns: [t.bemoaningId, t.round],
      foreignColumns: [juryRounds.bemoaningId, juryRounds.round],
      name: 'verdicts_round_fk',
    }).onDelete('cascade'),
    check('verdicts_one_subject', sql`num_nonnulls(${t.bemoaningId}, ${t.knownId}) = 1`),
    check('verdicts_round', sql`(${t.bemoaningId} is null) = (${t.round} is null)`),
    check('verdicts_reason', sql`(${t.verdict} = 'reject') = (${t.reason} is not null)`),
    check('verdicts_note', sql`octet_length(${t.note}) <= 19200`),
    check('verdicts_weight', sql`${t.weight} >= 0 and ${t.weight} <= 100`),
    check('verdicts_points', sql`${t.points} = 0 or (${t.outcome} is not null and ${t.month} is not null)`),
    uniqueIndex('verdicts_once').on(t.bemoaningId, t.round, t.jurorId),
    uniqueIndex('verdicts_known_once').on(t.jurorId, t.knownId),
    index('verdicts_juror').on(t.jurorId, t.id.desc().nullsFirst()),
    index('verdicts_juror_item').on(t.jurorId, t.bemoaningId),
    index('verdicts_known').on(t.knownId),
  ],
)

/** Totals of a juror's verdicts; kept by triggers, checked by the audit. */
export const jurors = pgTable(
  'jurors',
  {
    userId: ref()
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    salt: salt(),
    judged: integer().notNull().default(0),
    judgedAt: moment(),
    publishRight: integer().notNull().default(0),
    publishWrong: integer().notNull().default(0),
    rejectRight: integer().notNull().default(0),
    rejectWrong: integer().notNull().default(0),
    points: integer().notNull().default(0),
  },
  (t) => [
    check(
      'jurors_counts',
      sql`judged >= 0 and publish_right >= 0 and publish_wrong >= 0 and reject_right >= 0 and reject_wrong >= 0`,
    ),
    index('jurors_active').on(t.judgedAt),
  ],
)

/** Points per month, for the board. */
export const juryMonths = pgTable(
  'jury_months',
  {
    month: date({ mode: 'string' }).notNull(),
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    points: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.month, t.userId] }),
    index('jury_months_user').on(t.userId),
    index('jury_months_board').on(t.month, t.points.desc().nullsFirst(), t.userId),
  ],
)

/** Texts that a juror skipped for now, or whose author and tally they have seen; by number, including known ones. */
export const juryPasses = pgTable(
  'jury_passes',
  {
    jurorId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    number: ref().notNull(),
    /** Not shown again before this time. */
    until: moment().notNull(),
    seen: boolean().notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.jurorId, t.number] }), index('jury_passes_age').on(t.until)],
)
