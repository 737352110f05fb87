import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/pg-core'
import { moderationActors } from '@/core/vocabulary'
import { bemoanings } from './bemoanings'
import { createdAt, id, ref } from './columns'
import { comments } from './comments'
import { tagProposals } from './tag-proposals'
import { users } from './users'

/** A case or report has exactly one of the three subjects. */
export const oneSubject = sql`num_nonnulls(bemoaning_id, comment_id, user_id) = 1`

export const moderationActor = pgEnum('moderation_actor', moderationActors)

/** The public log. Append-only: a trigger rejects every update. */
export const moderations = pgTable(
  'moderations',
  {
    id: id(),
    moderatorId: ref().references(() => users.id, { onDelete: 'set null' }),
    /** The actor when moderator_id is null: no moderator acted, or the account is deleted. */
    actor: moderationActor().notNull().default('moderator'),
    action: text().notNull(),
    bemoaningId: ref().references(() => bemoanings.id),
    commentId: ref().references(() => comments.id),
    /** Null, like the two before it, if the subject was an account that is deleted. */
    userId: ref().references(() => users.id, { onDelete: 'set null' }),
    /** The proposed tag that it decides on. */
    tagProposalId: ref().references(() => tagProposals.id),
    /** For a merge: the target. */
    intoId: ref().references(() => bemoanings.id),
    /** For an undo: the row it undoes. */
    undoes: ref().references((): AnyPgColumn => moderations.id),
    reason: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    // A trigger ensures that a new row has exactly one of these or a proposed tag.
    check('moderations_one_subject', sql`num_nonnulls(bemoaning_id, comment_id, user_id) <= 1`),
    check('moderations_reason', sql`length(trim(${t.reason})) > 0`),
    index('moderations_bemoaning').on(t.bemoaningId, t.id.desc().nullsFirst()),
    index('moderations_comment').on(t.commentId, t.id.desc().nullsFirst()),
    index('moderations_user').on(t.userId, t.id.desc().nullsFirst()),
    uniqueIndex('moderations_undone_once').on(t.undoes),
    index('moderations_action').on(t.action, t.id.desc().nullsFirst()),
    index('moderations_moderator').on(t.moderatorId, t.id.desc().nullsFirst()),
    index('moderations_of_comments').on(t.id.desc().nullsFirst()).where(sql`${t.commentId} is not null`),
    index('moderations_of_users').on(t.id.desc().nullsFirst()).where(sql`${t.userId} is not null`),
    index('moderations_tag_proposal')
      .on(t.tagProposalId, t.id.desc().nullsFirst())
      .where(sql`${t.tagProposalId} is not null`),
    index('moderations_of_tags').on(t.id.desc().nullsFirst()).where(sql`${t.tagProposalId} is not null`),
    index('moderations_into').on(t.intoId).where(sql`${t.intoId} is not null`),
  ],
)

/** Counters of rate-limiter-flexible, which defines the column names and types. */
export const rateLimits = pgTable('rate_limits', {
  key: varchar({ length: 255 }).primaryKey(),
  points: integer().notNull().default(0),
  expire: bigint({ mode: 'number' }),
})

/** Settings that an operator may change while the site runs. */
export const settings = pgTable('settings', { name: text().primaryKey(), value: jsonb().notNull() })
