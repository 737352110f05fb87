/** Tags by which the page cache invalidates the pages that show something. */
export const cacheTags = {
  bemoaning: (id: number) => `bemoaning:${id}`,
  /** A blog post, invalidated by comments on it. */
  post: (slug: string) => `post:${slug}`,
  user: (handle: string) => `user:${handle}`,
  /** The public log, invalidated by moderation actions. */
  log: 'log',
  /** Pages that list more bemoanings than they are tagged with. Invalidated when a bemoaning stops being public. */
  removals: 'removals',
  /** No page has it: a new bemoaning appears in lists when they are read again, which nodes keep for less than a second. */
  published: 'published',
  /** The list of tags, invalidated when moderators add one. */
  tags: 'tags',
  /** Every page, invalidated by a change of settings. */
  all: 'all',
} as const

/** The Postgres channel on which processes tell each other which tags to invalidate. */
export const cacheChannel = 'ibtsocs_drop'
