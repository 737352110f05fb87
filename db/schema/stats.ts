import { date, integer, jsonb, pgEnum, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { statGrains, statMeasures } from '@/core/measures'

export const statGrain = pgEnum('stat_grain', statGrains)
export const statMeasure = pgEnum('stat_measure', statMeasures)

/**
 * Changes of the statistics that are not yet in `stat_totals`. Triggers append and `fold_stats()` deletes; rows are
 * never updated, so writers never wait for each other here.
 */
export const statDeltas = pgTable('stat_deltas', {
  measure: statMeasure().notNull(),
  /** The UTC day that the change counts for, not the day when it was made. */
  day: date().notNull(),
  key: integer().notNull(),
  n: integer().notNull(),
})

/**
 * The statistics as of the last fold. One row holds all keys of a measure for a day, a month or all time, so that a
 * window needs few rows, whatever the number of tags and hours.
 */
export const statTotals = pgTable(
  'stat_totals',
  {
    grain: statGrain().notNull(),
    /** First day of the period; for all time 1970-01-01. */
    at: date().notNull(),
    measure: statMeasure().notNull(),
    /** Counts by key (see `statMeasures`), without the zeros. */
    counts: jsonb().$type<Record<string, number>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.grain, t.at, t.measure] })],
)
