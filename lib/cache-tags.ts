/** Names under which the page cache drops what shows a thing. */
export const cacheTags = {
  bemoaning: (id: number) => `bemoaning:${id}`,
  user: (handle: string) => `user:${handle}`,
  /** The public log, after an act. */
  log: 'log',
  /** Everything, after a change of settings. */
  all: 'all',
} as const

/** The Postgres channel on which processes tell each other which tags to drop. */
export const cacheChannel = 'ibtsocs_drop'
