import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core'
import { ranks } from './bemoanings'
import { ref } from './columns'
import { comments } from './comments'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

/**
 * A block of consecutive ids, so of similar age: searches walk back through them, so that the rows they read do not
 * grow with the site.
 */
const shelf = () => integer().notNull().generatedAlwaysAs(sql`(id >> 12)::int`)

/** Months of 30.44 days since 1970: the same for searches between two dates. */
const month = () => integer().notNull().generatedAlwaysAs(sql`floor(epoch / 2629800)::int`)

/**
 * The search index: a row per published bemoaning. In addition to the words of its text, tags,
 * details and ending it contains operators as words of their own, e.g. `tag:ci`, `by:kettle`.
 */
export const searchBemoanings = pgTable(
  'search_bemoanings',
  {
    id: ref()
      .primaryKey()
      .references(() => ranks.id, { onDelete: 'cascade' }),
    epoch: doublePrecision().notNull(),
    shelf: shelf(),
    month: month(),
    search: tsvector().notNull(),
  },
  (t) => [
    index('search_bemoanings_words').using('gin', t.shelf, t.month, t.search).with({ fastupdate: false }),
  ],
)

/** The same for each visible comment. */
export const searchComments = pgTable(
  'search_comments',
  {
    id: ref()
      .primaryKey()
      .references(() => comments.id, { onDelete: 'cascade' }),
    bemoaningId: ref().notNull(),
    epoch: doublePrecision().notNull(),
    shelf: shelf(),
    month: month(),
    search: tsvector().notNull(),
  },
  (t) => [
    index('search_comments_words').using('gin', t.shelf, t.month, t.search).with({ fastupdate: false }),
  ],
)

/**
 * Bemoanings and comments whose rows above are out of date: appended by triggers, folded by `search_fold` (every second,
 * server/jobs.ts), so that nobody who writes waits for the index. An id may stand here several times.
 */
export const searchChanges = pgTable('search_changes', {
  seq: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  id: ref().notNull(),
  comment: boolean().notNull(),
})

/** Words as written, for "did you mean". */
export const searchWords = pgTable('search_words', { word: text().primaryKey() }, (t) => [
  index('search_words_alike').using('gin', sql`${t.word} gin_trgm_ops`),
])

/** Rows with words that are not in search_words yet. */
export const searchUnlearnt = pgTable(
  'search_unlearnt',
  { id: ref().notNull(), comment: boolean().notNull() },
  (t) => [primaryKey({ columns: [t.comment, t.id] })],
)

/**
 * What is still to be indexed anew after the cut of words has changed: rows below an id, of bemoanings or of comments.
 * Newer ones are current; none at all if there is no row.
 */
export const searchPending = pgTable('search_pending', {
  comment: boolean().primaryKey(),
  below: ref().notNull(),
})
