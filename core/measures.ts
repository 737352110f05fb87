/** How finely figures are kept: by UTC day, by calendar month, all in one. */
export const statGrains = ['day', 'month', 'all'] as const
export type StatGrain = (typeof statGrains)[number]

/**
 * What is counted, each by a key of its own: `bemoaning` and `comment` by the hour of their day (0 to 23), `tag`
 * by the tag's id; by the day of the fix, `fix` by the whole days it took and `fix_tag` by the tag's id.
 */
export const statMeasures = ['bemoaning', 'comment', 'tag', 'fix', 'fix_tag'] as const
export type StatMeasure = (typeof statMeasures)[number]
