import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core'
import { voteKindNames } from '@/core/vote-kinds'
import { ranks } from './bemoanings'
import { bytea, createdAt, id, moment, ref } from './columns'
import { users } from './users'

export const voteKind = pgEnum('vote_kind', voteKindNames)

/** Everything that can vote: each user and each visitor has one voter. */
export const voters = pgTable('voters', {
  id: id(),
  userId: ref()
    .unique()
    .references(() => users.id, { onDelete: 'set null' }),
  /** Since when its votes do not affect the ranking because it votes with a ring; null otherwise. */
  dampedAt: moment(),
  /** Exempted by the operator: never part of a ring, whatever the nightly check finds. */
  spared: boolean().notNull().default(false),
})

/** The visitor of an SSH key that no account has: what it votes stays its own. */
export const keyVisitors = pgTable(
  'key_visitors',
  {
    /** HMAC of the key under the site's secret: a public key is no secret, and whose it is may be known. */
    keyHash: bytea().primaryKey(),
    voterId: ref()
      .notNull()
      .references(() => voters.id, { onDelete: 'cascade' }),
  },
  (t) => [index('key_visitors_voter').on(t.voterId)],
)

/** A browser with our signed cookie. At sign-in its votes move to the account, and it is claimed. */
export const visitors = pgTable(
  'visitors',
  {
    voterId: ref()
      .primaryKey()
      .references(() => voters.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
    claimedBy: ref().references(() => users.id, { onDelete: 'set null' }),
    claimedAt: moment(),
    starter: boolean().notNull().default(false),
  },
  (t) => [
    index('visitors_claimed').on(t.claimedBy).where(sql`${t.claimedBy} is not null`),
    index('visitors_age').using('brin', t.createdAt),
  ],
)

export const votes = pgTable(
  'votes',
  {
    bemoaningId: ref()
      .notNull()
      .references(() => ranks.id, { onDelete: 'cascade' }),
    voterId: ref()
      .notNull()
      .references(() => voters.id, { onDelete: 'cascade' }),
    kind: voteKind().notNull(),
    createdAt: createdAt(),
    /** True if it affects the ranking; all votes are counted on the page. `cast_vote` decides. */
    weighs: boolean().notNull().default(true),
  },
  (t) => [
    primaryKey({ columns: [t.bemoaningId, t.voterId] }),
    index('votes_voter').on(t.voterId, t.bemoaningId),
    // Rows are in order of time, so a few bytes per block range suffice to find those of the last day.
    index('votes_age').using('brin', t.createdAt),
  ],
)

/**
 * Recent votes on a bemoaning with many concurrent voters, not yet in its counts. Voters append and never wait for each
 * other here; `fold_votes()` deletes.
 */
export const voteDeltas = pgTable(
  'vote_deltas',
  {
    bemoaningId: ref().notNull(),
    bemoan: integer().notNull(),
    lightBemoan: integer().notNull(),
    selfInflicted: integer().notNull(),
    lightSelf: integer().notNull(),
  },
  (t) => [index('vote_deltas_bemoaning').on(t.bemoaningId)],
)

/** Networks that a voter voted from, as keyed hashes per day; kept for 30 days, shown to moderators only as shares. */
export const voterNetworks = pgTable(
  'voter_networks',
  {
    voterId: ref()
      .notNull()
      .references(() => voters.id, { onDelete: 'cascade' }),
    day: date({ mode: 'string' }).notNull().default(sql`(now() at time zone 'utc')::date`),
    /** 64 bits of an HMAC. */
    network: bigint({ mode: 'bigint' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.voterId, t.day, t.network] }),
    index('voter_networks_age').using('brin', t.day),
  ],
)

/** When a scheduled job was last started, by any process, and when it finished. */
export const jobRuns = pgTable('job_runs', {
  name: text().primaryKey(),
  startedAt: moment().notNull(),
  endedAt: moment(),
})

/** A repeated request within a day gets the same response. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    key: text().notNull(),
    /** SHA-256 of method, path and input. */
    request: text().notNull(),
    bemoaningId: ref(),
    commentId: ref(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.key] }),
    index('idempotency_keys_age').on(t.createdAt),
    check('idempotency_keys_size', sql`octet_length(${t.key}) between 1 and 200`),
  ],
)
