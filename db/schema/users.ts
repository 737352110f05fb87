import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgEnum, pgTable, text } from 'drizzle-orm/pg-core'
import { roles } from '@/core/vocabulary'
import { bytea, createdAt, id, moment, ref } from './columns'

export const role = pgEnum('role', roles)

export const users = pgTable(
  'users',
  {
    id: id(),
    handle: text().notNull().unique(),
    /** The handle with look-alike characters folded, to prevent impersonation. */
    skeleton: text().notNull().unique(),
    /** Always a verified address; an unverified one is in mail_tokens. */
    email: text().unique(),
    /** Since when the account has this address; null if from before this was recorded. */
    emailSince: moment(),
    /** Raised whenever sessions are ended: a write authorised before that and made after it is refused. */
    credentialVersion: integer().notNull().default(0),
    passwordHash: text(),
    role: role().notNull().default('user'),
    /** Hex digest that the avatar is drawn from: of the first SSH key, or else of the handle. */
    art: text().notNull(),
    bannedUntil: moment(),
    banReason: text(),
    keyboard: boolean().notNull().default(true),
    starter: boolean().notNull().default(false),
    /** True if lists leave out bemoanings the user has seen. */
    hideSeen: boolean().notNull().default(false),
    /** The end of the previous visit; lists mark newer entries. */
    lastVisitAt: moment(),
    /** Part of the private feed address; 0: none. Raising it revokes the previous address. */
    feedVersion: integer().notNull().default(0),
    mailReplies: boolean().notNull().default(false),
    mailDigest: boolean().notNull().default(false),
    /** When the last digest was written. */
    digestAt: moment(),
    handleChangedAt: moment(),
    /** The line about themselves on their page; plain text. */
    about: text(),
    createdAt: createdAt(),
  },
  (t) => [
    check('users_about_size', sql`octet_length(${t.about}) between 1 and 19200`),
    check('users_handle_form', sql`${t.handle} ~ '^[a-z0-9_-]{3,20}$'`),
    check('users_email_lower', sql`${t.email} = lower(${t.email}) and octet_length(${t.email}) <= 254`),
    // For the handles that begin with what somebody types.
    index('users_handle_prefix').on(t.handle.op('text_pattern_ops')),
    index('users_digest').on(t.digestAt).where(sql`${t.mailDigest}`),
    check('users_ban_has_reason', sql`${t.bannedUntil} is null or ${t.banReason} is not null`),
  ],
)

/**
 * The counts on a user's page; kept by triggers, so that reading them does not depend on how much a user has written.
 */
export const authorCounts = pgTable('author_counts', {
  userId: ref()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** Published under their name. */
  bemoanings: integer().notNull().default(0),
  /** Visible ones. */
  comments: integer().notNull().default(0),
  /** Comments marked as a remedy. */
  remedies: integer().notNull().default(0),
})

/** Changes to the sign-in methods of an account, shown to its owner; kept for a year. */
export const securityEvents = pgTable(
  'security_events',
  {
    id: id(),
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** One of `accountEvents` in lib/user/recovery/events.ts. */
    event: text().notNull(),
    /** The key, token or address, in words its owner recognises. */
    detail: text().notNull().default(''),
    /** The browser or token that made the change, in words. */
    by: text().notNull().default(''),
    createdAt: createdAt(),
  },
  (t) => [
    index('security_events_user').on(t.userId, t.id.desc().nullsFirst()),
    index('security_events_age').using('brin', t.createdAt),
  ],
)

/** Handles of deleted accounts, as hashes of their skeletons: never assigned again. */
export const retiredHandles = pgTable('retired_handles', {
  skeletonHash: bytea().primaryKey(),
  createdAt: createdAt(),
})
