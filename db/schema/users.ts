import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  customType,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { roles } from '@/lib/words'
import { createdAt, id, moment, ref } from './columns'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

export const role = pgEnum('role', roles)

export const users = pgTable(
  'users',
  {
    id: id(),
    handle: text().notNull().unique(),
    /** The handle with look-alike characters folded, so that nobody can pass for somebody else. */
    skeleton: text().notNull().unique(),
    /** Only ever a verified address; an unverified one lives in mail_tokens. */
    email: text().unique(),
    passwordHash: text(),
    role: role().notNull().default('user'),
    /** Hex digest that the avatar is drawn from: of the first SSH key, else of the handle. */
    art: text().notNull(),
    bannedUntil: moment(),
    banReason: text(),
    keyboard: boolean().notNull().default(true),
    starter: boolean().notNull().default(false),
    /** Lists leave out what the user has seen. */
    hideSeen: boolean().notNull().default(false),
    /** The end of the visit before this one; lists say what is newer. */
    lastVisitAt: moment(),
    /** Part of the private feed address; 0: there is none. Raising it ends the address before. */
    feedVersion: integer().notNull().default(0),
    mailReplies: boolean().notNull().default(false),
    mailDigest: boolean().notNull().default(false),
    /** When the last digest was written. */
    digestAt: moment(),
    handleChangedAt: moment(),
    createdAt: createdAt(),
  },
  (t) => [
    check('users_handle_form', sql`${t.handle} ~ '^[a-z0-9_-]{3,20}$'`),
    check('users_email_lower', sql`${t.email} = lower(${t.email}) and octet_length(${t.email}) <= 254`),
    index('users_digest').on(t.digestAt).where(sql`${t.mailDigest}`),
    check('users_ban_has_reason', sql`${t.bannedUntil} is null or ${t.banReason} is not null`),
  ],
)

/** What a user's page counts: kept by triggers, so that it costs the same however much somebody has written. */
export const authorCounts = pgTable('author_counts', {
  userId: ref()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** Published, under their name. */
  bemoanings: integer().notNull().default(0),
  /** That can be read. */
  comments: integer().notNull().default(0),
  /** Comments that cured something. */
  remedies: integer().notNull().default(0),
})

/** A sign-in at GitHub or Google that belongs to a user. */
export const accounts = pgTable(
  'accounts',
  {
    provider: text().notNull(),
    providerAccountId: text().notNull(),
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.provider, t.providerAccountId] }), index('accounts_user').on(t.userId)],
)

/** Sessions end at once when their row goes. Only a hash of the cookie's token is stored. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey().defaultRandom(),
    tokenHash: bytea().notNull().unique(),
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    userAgent: text().notNull().default(''),
    createdAt: createdAt(),
    seenAt: createdAt(),
    expiresAt: moment().notNull(),
  },
  (t) => [index('sessions_user').on(t.userId, t.createdAt), index('sessions_expiry').on(t.expiresAt)],
)

export const apiTokens = pgTable(
  'api_tokens',
  {
    id: id(),
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    tokenHash: bytea().notNull().unique(),
    createdAt: createdAt(),
    usedAt: moment(),
  },
  (t) => [index('api_tokens_user').on(t.userId)],
)

export const sshKeys = pgTable(
  'ssh_keys',
  {
    id: id(),
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** OpenSSH's name of the key type, e.g. ssh-ed25519. */
    type: text().notNull(),
    blob: bytea().notNull().unique(),
    fingerprint: text().notNull(),
    comment: text().notNull().default(''),
    createdAt: createdAt(),
    usedAt: moment(),
  },
  (t) => [index('ssh_keys_user').on(t.userId, t.createdAt)],
)

/** Nonces that were used, until they end: a signature works once. Those handed out are signed, not stored. */
export const sshChallenges = pgTable(
  'ssh_challenges',
  { nonce: text().primaryKey(), createdAt: createdAt(), expiresAt: moment().notNull() },
  (t) => [index('ssh_challenges_expiry').on(t.expiresAt)],
)

/** Links sent by mail: to verify an address or to set a new password. */
export const mailTokens = pgTable(
  'mail_tokens',
  {
    tokenHash: bytea().primaryKey(),
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    purpose: text({ enum: ['verify', 'reset'] }).notNull(),
    email: text().notNull(),
    expiresAt: moment().notNull(),
    usedAt: moment(),
    createdAt: createdAt(),
  },
  (t) => [index('mail_tokens_user').on(t.userId), index('mail_tokens_expiry').on(t.expiresAt)],
)
