import { sql } from 'drizzle-orm'
import { check, index, pgEnum, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { tagChoices as choices, watchLevels } from '@/core/vocabulary'
import { bemoanings, ranks, tags } from './bemoanings'
import { createdAt, id, ref } from './columns'
import { sessions } from './credentials'
import { users } from './users'

export const tagChoice = pgEnum('tag_choice', choices)
export const watchLevel = pgEnum('watch_level', watchLevels)

/** Whose row it is; it goes with the account. */
const owner = () =>
  ref()
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' })

/** Tags that somebody follows or has muted: never both. */
export const tagChoices = pgTable(
  'tag_choices',
  {
    userId: owner(),
    tagId: smallint()
      .notNull()
      .references(() => tags.id),
    choice: tagChoice().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.tagId] }), index('tag_choices_tag').on(t.tagId)],
)

/** People whose texts somebody does not want to see. */
export const userMutes = pgTable(
  'user_mutes',
  {
    userId: owner(),
    mutedId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.mutedId] }),
    index('user_mutes_muted').on(t.mutedId),
    check('user_mutes_others', sql`${t.userId} <> ${t.mutedId}`),
  ],
)

/** Words whose texts somebody does not want to see; in lower case, parts of a phrase one space apart. */
export const wordMutes = pgTable(
  'word_mutes',
  { userId: owner(), word: text().notNull(), createdAt: createdAt() },
  (t) => [
    primaryKey({ columns: [t.userId, t.word] }),
    check('word_mutes_size', sql`octet_length(${t.word}) between 2 and 320`),
  ],
)

/** What somebody has seen, so that lists can leave it out; kept for a time only. */
export const seen = pgTable(
  'seen',
  {
    userId: owner(),
    bemoaningId: ref()
      .notNull()
      .references(() => ranks.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.bemoaningId] }),
    index('seen_bemoaning').on(t.bemoaningId),
    index('seen_age').on(t.createdAt),
  ],
)

/** How much of a thread somebody wants to be told of, where that is not what their part in it implies. */
export const watches = pgTable(
  'watches',
  {
    userId: owner(),
    bemoaningId: ref()
      .notNull()
      .references(() => bemoanings.id, { onDelete: 'cascade' }),
    level: watchLevel().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.bemoaningId] }), index('watches_bemoaning').on(t.bemoaningId)],
)

/** Handles that somebody had before: held for them, and their addresses lead to the present one. */
export const oldHandles = pgTable(
  'old_handles',
  {
    handle: text().primaryKey(),
    skeleton: text().notNull().unique(),
    userId: owner(),
    createdAt: createdAt(),
  },
  (t) => [index('old_handles_user').on(t.userId)],
)

/** Browsers that asked to be told by web push. */
export const pushSubscriptions = pgTable(
  'push_subscriptions',
  {
    id: id(),
    userId: owner(),
    endpoint: text().notNull().unique(),
    /** The browser's public key and its secret, base64url (RFC 8291). */
    p256dh: text().notNull(),
    auth: text().notNull(),
    userAgent: text().notNull().default(''),
    /** The session that asked for it: with that it ends. Null for those from before that was noted. */
    sessionId: uuid().references(() => sessions.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (t) => [
    index('push_subscriptions_user').on(t.userId),
    index('push_subscriptions_session').on(t.sessionId),
    check('push_subscriptions_size', sql`octet_length(${t.endpoint}) <= 2000`),
  ],
)
