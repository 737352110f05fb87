/**
 * Factor by which a /48 of IPv6 gets more points than one network, for limits that count by network. A /48 contains
 * 65,536 networks of the usual size.
 */
export const wideFactor = 8

/** A rate limit: points per number of seconds, how it is counted, and its description on the page. */
export type Limit = {
  readonly points: number
  readonly seconds: number
  /**
   * `shared`: in the database, exact across processes. `here`: for frequent actions, in memory, or with `REDIS_URL` in the
   * store of all nodes.
   */
  readonly kept: 'shared' | 'here'
  /** Counts clients without an account by their network; a /48 of IPv6 gets `wideFactor` times the points. */
  readonly byNetwork?: true
  readonly says: string
}

/** Every rate limit of the site; /rules shows this table. */
export const rateLimits = {
  bemoan: { points: 10, seconds: 3_600, kept: 'shared', says: '10 bemoanings an hour' },
  'bemoan-new': {
    points: 3,
    seconds: 3_600,
    kept: 'shared',
    says: '3 bemoanings an hour for an account younger than a day',
  },
  'bemoan-signed-out': {
    points: 3,
    seconds: 3_600,
    kept: 'shared',
    byNetwork: true,
    says: '3 bemoanings an hour from one network without an account',
  },
  'bemoan-trusted': {
    points: 20,
    seconds: 3_600,
    kept: 'shared',
    says: '20 bemoanings an hour for a trusted account',
  },
  'comment-new': {
    points: 10,
    seconds: 600,
    kept: 'shared',
    says: '10 comments in 10 minutes for an account younger than a day',
  },
  comment: { points: 30, seconds: 600, kept: 'shared', says: '30 comments in 10 minutes' },
  'vote-network': {
    points: 20,
    seconds: 86_400,
    kept: 'shared',
    byNetwork: true,
    says: '20 first votes a day on one bemoaning from one network, from visitors and new accounts',
  },
  vote: { points: 120, seconds: 60, kept: 'here', byNetwork: true, says: '120 votes a minute' },
  visitor: {
    points: 100,
    seconds: 60,
    kept: 'here',
    byNetwork: true,
    says: '100 first votes a minute from one network',
  },
  edit: { points: 60, seconds: 600, kept: 'here', says: '60 edits and deletions in 10 minutes' },
  propose: {
    points: 20,
    seconds: 3_600,
    kept: 'shared',
    says: '20 proposed fixes an hour',
  },
  'propose-tag': { points: 5, seconds: 86_400, kept: 'shared', says: '5 proposals of a tag a day' },
  judge: { points: 120, seconds: 600, kept: 'here', says: '120 verdicts, skips and appeals in 10 minutes' },
  preview: {
    points: 120,
    seconds: 60,
    kept: 'here',
    byNetwork: true,
    says: '120 previews and look-ups of similar bemoanings a minute',
  },
  complete: {
    points: 240,
    seconds: 60,
    kept: 'here',
    byNetwork: true,
    says: '240 look-ups of handles a minute',
  },
  search: { points: 60, seconds: 60, kept: 'here', byNetwork: true, says: '60 searches a minute' },
  api: { points: 600, seconds: 60, kept: 'here', byNetwork: true, says: '600 API calls a minute' },
  'sign-in': { points: 5, seconds: 60, kept: 'shared', says: '5 wrong passwords a minute for one account' },
  'sign-in-network': {
    points: 30,
    seconds: 60,
    kept: 'shared',
    byNetwork: true,
    says: '30 wrong passwords or signatures a minute from one network',
  },
  'sign-ins': { points: 60, seconds: 3_600, kept: 'shared', says: '60 sign-ins an hour to one account' },
  'second-factor': {
    points: 10,
    seconds: 3_600,
    kept: 'shared',
    says: '10 wrong codes of a second factor an hour for one account',
  },
  'keep-form': {
    points: 30,
    seconds: 3_600,
    kept: 'shared',
    byNetwork: true,
    says: '30 texts and presses an hour that we keep for a sign-in',
  },
  'sign-up': {
    points: 20,
    seconds: 3_600,
    kept: 'shared',
    byNetwork: true,
    says: '20 new accounts an hour from one network',
  },
  mail: {
    points: 5,
    seconds: 3_600,
    kept: 'shared',
    says: '5 emails of a kind an hour to one address, and for one account',
  },
  export: { points: 6, seconds: 3_600, kept: 'shared', says: '6 exports of an account an hour' },
  report: { points: 20, seconds: 3_600, kept: 'shared', byNetwork: true, says: '20 reports an hour' },
} as const satisfies Record<string, Limit>

export type LimitName = keyof typeof rateLimits

/** The usage of a limit, for the `RateLimit` headers. */
export type LimitUsage = {
  name: LimitName
  limit: number
  remaining: number
  resetSeconds: number
  windowSeconds: number
}
