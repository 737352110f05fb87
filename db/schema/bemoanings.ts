import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
} from 'drizzle-orm/pg-core'
import { states, statuses } from '@/core/vocabulary'
import { createdAt, id, moment, ref } from './columns'
import { users } from './users'

export const status = pgEnum('status', statuses)
export const state = pgEnum('state', states)

/** The texts. Columns that lists order and filter by are in bemoaning_ranks, one to one. */
export const bemoanings = pgTable(
  'bemoanings',
  {
    id: id(),
    authorId: ref().references(() => users.id, { onDelete: 'set null' }),
    anonymous: boolean().notNull().default(false),
    body: text().notNull(),
    details: text(),
    detailsHtml: text(),
    /** SHA-256 of the text without case, spacing and look-alike letters, to find duplicates. */
    fingerprint: text().notNull(),
    version: integer().notNull().default(1),
    remedyId: ref(),
    createdAt: createdAt(),
    editedAt: moment(),
    lockedAt: moment(),
    /** The bemoaning a moderator merged it into; it is then removed, and its address redirects there. */
    mergedInto: ref().references((): AnyPgColumn => bemoanings.id),
    /** How it ended, written once by its author, later. */
    ending: text(),
    endedAt: moment(),
    starter: boolean().notNull().default(false),
  },
  (t) => [
    check('bemoanings_body_size', sql`octet_length(${t.body}) between 20 and 32000`),
    check('bemoanings_details_size', sql`octet_length(${t.details}) <= 64000`),
    check('bemoanings_ending_size', sql`octet_length(${t.ending}) between 1 and 19200`),
    check('bemoanings_ending_date', sql`(${t.ending} is null) = (${t.endedAt} is null)`),
    index('bemoanings_author').on(t.authorId, t.id.desc().nullsFirst()),
    index('bemoanings_fingerprint').on(t.fingerprint, t.createdAt),
    index('bemoanings_merged').on(t.mergedInto).where(sql`${t.mergedInto} is not null`),
    index('bemoanings_starter').on(t.id).where(sql`${t.starter}`),
  ],
)

/**
 * The narrow, hot row of a bemoaning: its state and the columns that lists order by. Everything derived is a generated
 * column, so that it cannot drift from the counts.
 */
export const ranks = pgTable(
  'bemoaning_ranks',
  {
    id: ref()
      .primaryKey()
      .references(() => bemoanings.id, { onDelete: 'cascade' }),
    /**
     * Copies, kept by triggers, of author, anonymity and tags, so that lists can leave out muted content without
     * reading other tables. Tags are null for rows from before the copies existed (see db/backfill.ts).
     */
    authorId: ref(),
    anonymous: boolean().notNull().default(false),
    tagIds: smallint().array(),
    status: status().notNull().default('published'),
    state: state().notNull().default('broken'),
    /** Publication time in seconds since 1970. */
    epoch: doublePrecision().notNull().default(sql`extract(epoch from now())::float8`),
    fixedEpoch: doublePrecision(),
    /** Uniform in [0, 1): an indexed random key for /random. */
    draw: doublePrecision().notNull().default(sql`random()`),
    /** Votes that affect the ranking. */
    bemoan: integer().notNull().default(0),
    selfInflicted: integer().notNull().default(0),
    /** Votes that are shown but do not affect the ranking: from visitors, new accounts, rings. */
    lightBemoan: integer().notNull().default(0),
    lightSelf: integer().notNull().default(0),
    comments: integer().notNull().default(0),
    commenters: integer().notNull().default(0),
    /** Number of "bit me again", and time of the last. */
    bites: integer().notNull().default(0),
    bittenEpoch: doublePrecision(),
    /** Twice (relates + self/2): whole numbers sort faster and never round. */
    points: integer().notNull().generatedAlwaysAs(sql`2 * bemoan + self_inflicted`),
    hotness: doublePrecision()
      .notNull()
      .generatedAlwaysAs(
        sql`log(greatest(1.0, bemoan + self_inflicted / 2.0 + least(bemoan, commenters) / 2.0)::float8) + epoch / 57600.0::float8`,
      ),
    controversy: doublePrecision()
      .notNull()
      .generatedAlwaysAs(
        sql`case when least(bemoan, self_inflicted) <= 0 then 0 else power((bemoan + self_inflicted)::float8, least(bemoan, self_inflicted)::float8 / greatest(bemoan, self_inflicted)::float8) end`,
      ),
    week: integer().notNull().generatedAlwaysAs(sql`floor(epoch / 604800.0::float8)::int`),
  },
  (t) => {
    const published = sql`${t.status} = 'published'`
    const down = <T extends { desc(): { nullsFirst(): unknown } }>(column: T) =>
      column.desc().nullsFirst() as ReturnType<typeof t.id.desc>
    return [
      check('ranks_counts', sql`bemoan >= 0 and self_inflicted >= 0 and comments >= 0 and commenters >= 0`),
      check('ranks_light', sql`light_bemoan >= 0 and light_self >= 0`),
      check('ranks_bites', sql`bites >= 0 and (bites > 0) = (bitten_epoch is not null)`),
      check('ranks_fixed', sql`(${t.state} = 'fixed') = (${t.fixedEpoch} is not null)`),
      index('ranks_hot').on(down(t.hotness), down(t.id)).where(published),
      index('ranks_new').on(down(t.epoch), down(t.id)).where(published),
      index('ranks_top_week').on(t.week, down(t.points), down(t.id)).where(published),
      index('ranks_top_quad').on(sql`(${t.week} / 4)`, down(t.points), down(t.id)).where(published),
      index('ranks_top').on(down(t.points), down(t.id)).where(published),
      index('ranks_controversial')
        .on(down(t.controversy), down(t.id))
        .where(sql`${published} and controversy > 1`),
      index('ranks_self')
        .on(down(t.selfInflicted), down(t.id))
        .where(sql`${published} and self_inflicted > bemoan`),
      index('ranks_self_week')
        .on(t.week, down(t.selfInflicted), down(t.id))
        .where(sql`${published} and self_inflicted > bemoan`),
      index('ranks_unfixed').on(t.epoch, t.id).where(sql`${published} and ${t.state} <> 'fixed'`),
      index('ranks_fixed_at')
        .on(down(t.fixedEpoch), down(t.id))
        .where(sql`${published} and ${t.state} = 'fixed'`),
      index('ranks_author')
        .on(t.authorId, down(t.epoch), down(t.id))
        .where(sql`${published} and not ${t.anonymous}`),
      index('ranks_draw').on(t.draw).where(published),
      index('ranks_draw_good').on(t.draw).where(sql`${published} and points >= 4`),
    ]
  },
)

export const tags = pgTable('tags', {
  id: smallint().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull().unique(),
  label: text().notNull(),
  description: text().notNull(),
  /** Other names that people search for; no two tags share one. */
  aliases: text().array().notNull().default(sql`'{}'`),
  /** Number of published bemoanings with this tag, as of the last fold of `tag_deltas`; checked by the audit. */
  count: integer().notNull().default(0),
})

/**
 * Changes of the counts of tags, appended by a trigger: a count in the row of a tag would let only one writer at a time use
 * the tag. `fold_tags()` deletes.
 */
export const tagDeltas = pgTable('tag_deltas', { tagId: smallint().notNull(), n: smallint().notNull() })

/** The tags of a bemoaning, with copies of the columns that tag pages order by; kept by a trigger. */
export const bemoaningTags = pgTable(
  'bemoaning_tags',
  {
    bemoaningId: ref()
      .notNull()
      .references(() => ranks.id, { onDelete: 'cascade' }),
    tagId: smallint()
      .notNull()
      .references(() => tags.id),
    published: boolean().notNull().default(false),
    hotness: doublePrecision().notNull().default(0),
    epoch: doublePrecision().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.bemoaningId, t.tagId] }),
    index('bemoaning_tags_hot')
      .on(t.tagId, t.hotness.desc().nullsFirst(), t.bemoaningId.desc().nullsFirst())
      .where(sql`${t.published}`),
    index('bemoaning_tags_new')
      .on(t.tagId, t.epoch.desc().nullsFirst(), t.bemoaningId.desc().nullsFirst())
      .where(sql`${t.published}`),
  ],
)

/** Earlier texts of a bemoaning, kept for moderators. */
export const revisions = pgTable(
  'bemoaning_revisions',
  {
    bemoaningId: ref()
      .notNull()
      .references(() => bemoanings.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    body: text().notNull(),
    details: text(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.bemoaningId, t.version] })],
)

export const saved = pgTable(
  'saved',
  {
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    bemoaningId: ref()
      .notNull()
      .references(() => bemoanings.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.bemoaningId] }),
    index('saved_by_user').on(t.userId, t.bemoaningId.desc().nullsFirst()),
    index('saved_bemoaning').on(t.bemoaningId),
  ],
)
