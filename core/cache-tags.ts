/** Names under which the page cache drops what shows a thing. */
export const cacheTags = {
  bemoaning: (id: number) => `bemoaning:${id}`,
  /** A blog post, when people comment on it. */
  post: (slug: string) => `post:${slug}`,
  user: (handle: string) => `user:${handle}`,
  /** The public log, after an act. */
  log: 'log',
  /** What lists more bemoanings than it names: dropped when one ceases to be public. */
  removals: 'removals',
  /** Everything, after a change of settings. */
  all: 'all',
} as const

/** The Postgres channel on which processes tell each other which tags to drop. */
export const cacheChannel = 'ibtsocs_drop'
