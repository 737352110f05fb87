import { date, integer, jsonb, pgEnum, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { statGrains, statMeasures } from '@/core/measures'

export const statGrain = pgEnum('stat_grain', statGrains)
export const statMeasure = pgEnum('stat_measure', statMeasures)

/**
 * What changed in the figures and is not yet in `stat_totals`. Triggers append, `fold_stats()` takes away;
 * nobody updates, so writers never wait for each other here.
 */
export const statDeltas = pgTable('stat_deltas', {
  measure: statMeasure().notNull(),
  /** The UTC day that it counts for, not the day on which it changed. */
  day: date().notNull(),
  key: integer().notNull(),
  n: integer().notNull(),
})

/**
 * The figures up to the last folding. One row holds all keys of a measure for a day, a month or all time, so
 * that a window is read from few rows however many tags and hours there are.
 */
export const statTotals = pgTable(
  'stat_totals',
  {
    grain: statGrain().notNull(),
    /** First day of what is counted; for all time 1970-01-01. */
    at: date().notNull(),
    measure: statMeasure().notNull(),
    /** Counts by key (see `statMeasures`), without the zeros. */
    counts: jsonb().$type<Record<string, number>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.grain, t.at, t.measure] })],
)
