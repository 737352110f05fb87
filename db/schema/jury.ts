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

/** Any 64 bits: what is drawn by lot is drawn from a hash with them, which nobody outside can compute. */
const salt = () => bigint({ mode: 'bigint' }).notNull().default(sql`(random() * 9007199254740992)::bigint`)

/**
 * A bemoaning before the jury: once when it is new, again when its text changed or its author appealed. Triggers
 * open and close rounds as the status of the bemoaning moves, and count the verdicts.
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
    /** Null while it is open, and where the text went away before it was decided. */
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

/** Texts whose right verdict is known, from content/jury.yaml. They are shown like pending ones. */
export const juryKnown = pgTable(
  'jury_known',
  {
    id: text().primaryKey(),
    answer: verdict().notNull(),
    reason: text(),
    body: text().notNull(),
    tags: text().array().notNull(),
    active: boolean().notNull().default(true),
    /** The number it goes by, out of those of bemoanings; renewed now and then. Null: it cannot be shown yet. */
    number: ref().unique(),
    numberedAt: moment(),
  },
  (t) => [check('jury_known_reason', sql`(${t.answer} = 'reject') = (${t.reason} is not null)`)],
)

export const verdicts = pgTable(
  'verdicts',
  {
    id: id(),
    /** Null when the account is gone: what it said goes on counting. */
    jurorId: ref().references(() => users.id, { onDelete: 'set null' }),
    bemoaningId: ref(),
    round: smallint(),
    knownId: text().references(() => juryKnown.id),
    verdict: verdict().notNull(),
    reason: text(),
    note: text(),
    /** What it weighs: what its juror weighed when it was given. */
    weight: doublePrecision().notNull(),
    /** Given without having seen author and tally. Only such verdicts are scored. */
    blind: boolean().notNull().default(true),
    createdAt: createdAt(),
    /** What the bemoaning turned out to be, as far as it is counted for its juror; null until then. */
    outcome: verdict(),
    points: integer().notNull().default(0),
    /** First day of the month in which the points count. */
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

/** What a juror's verdicts came to; triggers keep it, the audit checks it. */
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

/** Points by month, for the board. */
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

/** What a juror passed over for now, or has seen author and tally of; by number, known ones too. */
export const juryPasses = pgTable(
  'jury_passes',
  {
    jurorId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    number: ref().notNull(),
    /** Until then it is not shown again. */
    until: moment().notNull(),
    seen: boolean().notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.jurorId, t.number] }), index('jury_passes_age').on(t.until)],
)
