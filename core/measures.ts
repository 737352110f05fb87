/** The granularity of the statistics: per UTC day, per calendar month, total. */
export const statGrains = ['day', 'month', 'all'] as const
export type StatGrain = (typeof statGrains)[number]

/**
 * The measures that are counted. Each has a key: `bemoaning` and `comment` the hour of the day (0 to 23), `tag` the
 * tag's id. By the day of the fix: `fix` the whole days it took, `fix_tag` the tag's id.
 */
export const statMeasures = ['bemoaning', 'comment', 'tag', 'fix', 'fix_tag'] as const
export type StatMeasure = (typeof statMeasures)[number]
