import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, pgTable, text, varchar } from 'drizzle-orm/pg-core'
import { bemoanings } from './bemoanings'
import { createdAt, id, ref } from './columns'
import { comments } from './comments'
import { users } from './users'
import { voters } from './votes'

const oneSubject = sql`num_nonnulls(bemoaning_id, comment_id, user_id) = 1`

/** The public log. Rows are only ever added: a trigger refuses every update. */
export const moderations = pgTable(
  'moderations',
  {
    id: id(),
    moderatorId: ref().references(() => users.id, { onDelete: 'set null' }),
    /** Who it was when it was no moderator: `jury`; null for people and the command line. */
    actor: text({ enum: ['jury'] }),
    action: text().notNull(),
    bemoaningId: ref().references(() => bemoanings.id),
    commentId: ref().references(() => comments.id),
    userId: ref().references(() => users.id),
    reason: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    check('moderations_one_subject', oneSubject),
    check('moderations_actor', sql`${t.actor} is null or (${t.actor} = 'jury' and ${t.moderatorId} is null)`),
    check('moderations_reason', sql`length(trim(${t.reason})) > 0`),
    index('moderations_bemoaning').on(t.bemoaningId, t.id.desc().nullsFirst()),
    index('moderations_comment').on(t.commentId, t.id.desc().nullsFirst()),
    index('moderations_user').on(t.userId, t.id.desc().nullsFirst()),
  ],
)

export const reports = pgTable(
  'reports',
  {
    id: id(),
    voterId: ref()
      .notNull()
      .references(() => voters.id, { onDelete: 'cascade' }),
    bemoaningId: ref().references(() => bemoanings.id, { onDelete: 'cascade' }),
    commentId: ref().references(() => comments.id, { onDelete: 'cascade' }),
    userId: ref().references(() => users.id, { onDelete: 'cascade' }),
    reason: text().notNull(),
    note: text(),
    createdAt: createdAt(),
  },
  (t) => [
    check('reports_one_subject', oneSubject),
    index('reports_bemoaning').on(t.bemoaningId),
    index('reports_comment').on(t.commentId),
    index('reports_user').on(t.userId),
    index('reports_voter').on(t.voterId),
  ],
)

/** Counters of rate-limiter-flexible, which fixes the column names and types. */
export const rateLimits = pgTable('rate_limits', {
  key: varchar({ length: 255 }).primaryKey(),
  points: integer().notNull().default(0),
  expire: bigint({ mode: 'number' }),
})

/** What an operator may change while the site runs. */
export const settings = pgTable('settings', { name: text().primaryKey(), value: jsonb().notNull() })
