import { sql } from 'drizzle-orm'
import { check, index, pgEnum, pgTable, primaryKey, smallint, text, unique, uuid } from 'drizzle-orm/pg-core'
import { tagChoices as choices, watchLevels } from '@/core/vocabulary'
import { bemoanings, ranks, tags } from './bemoanings'
import { bytea, createdAt, id, moment, ref } from './columns'
import { sessions } from './credentials'
import { users } from './users'

export const tagChoice = pgEnum('tag_choice', choices)
export const watchLevel = pgEnum('watch_level', watchLevels)

/** The owner of the row; deleted with the account. */
const owner = () =>
  ref()
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' })

/** Tags that a user follows or has muted, never both. */
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

/** Users whose texts a user has muted. */
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

/** Users whose bemoanings a user follows. Nobody else sees it. */
export const userFollows = pgTable(
  'user_follows',
  {
    userId: owner(),
    followedId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.followedId] }),
    index('user_follows_followed').on(t.followedId),
    check('user_follows_others', sql`${t.userId} <> ${t.followedId}`),
  ],
)

/** Words that a user has muted; in lower case, words of a phrase separated by one space. */
export const wordMutes = pgTable(
  'word_mutes',
  { userId: owner(), word: text().notNull(), createdAt: createdAt() },
  (t) => [
    primaryKey({ columns: [t.userId, t.word] }),
    check('word_mutes_size', sql`octet_length(${t.word}) between 2 and 320`),
  ],
)

/** Bemoanings that a user has seen, so that lists can leave them out; kept for a limited time. */
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

/** A user's notification level for a thread, if it differs from the default for their part in it. */
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

/** When a user last read a thread, so that its page can mark what is new to them; kept for a limited time. */
export const threadVisits = pgTable(
  'thread_visits',
  {
    userId: owner(),
    bemoaningId: ref().references(() => bemoanings.id, { onDelete: 'cascade' }),
    /** A post is a file, and has no row while it has no comments. */
    postSlug: text(),
    /** The end of the visit before this one; null on the first. */
    since: moment(),
    /** When it was read last. */
    readAt: moment().notNull().defaultNow(),
  },
  (t) => [
    unique('thread_visits_bemoaning').on(t.userId, t.bemoaningId),
    unique('thread_visits_post').on(t.userId, t.postSlug),
    index('thread_visits_of').on(t.bemoaningId),
    index('thread_visits_age').on(t.readAt),
    check('thread_visits_one_thread', sql`num_nonnulls(${t.bemoaningId}, ${t.postSlug}) = 1`),
    check('thread_visits_post_size', sql`octet_length(${t.postSlug}) <= 100`),
  ],
)

/**
 * Forms sent without an account, until their sender signs in. Only the browser that sent one has the key to it (lib/user/session/kept-form.ts).
 */
export const keptForms = pgTable(
  'kept_forms',
  { id: text().primaryKey(), sealed: bytea().notNull(), createdAt: createdAt() },
  (t) => [
    index('kept_forms_age').on(t.createdAt),
    check('kept_forms_size', sql`octet_length(${t.sealed}) <= 100000 and octet_length(${t.id}) <= 64`),
  ],
)

/** Previous handles of users: reserved for them, and their addresses redirect to the current one. */
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

/** Browsers subscribed to web push. */
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
    /** The session that subscribed; the subscription ends with it. Null for older subscriptions. */
    sessionId: uuid().references(() => sessions.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (t) => [
    index('push_subscriptions_user').on(t.userId),
    index('push_subscriptions_session').on(t.sessionId),
    check('push_subscriptions_size', sql`octet_length(${t.endpoint}) <= 2000`),
  ],
)
