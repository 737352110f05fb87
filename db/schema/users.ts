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
    /** The handle with look-alike characters folded, so that nobody can pass for somebody else. */
    skeleton: text().notNull().unique(),
    /** Only ever a verified address; an unverified one lives in mail_tokens. */
    email: text().unique(),
    /** Since when the address is the account's; null: since before that was noted. */
    emailSince: moment(),
    /** Raised by whatever ends sessions: what was allowed before and is written after is refused. */
    credentialVersion: integer().notNull().default(0),
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

/** What happened to the ways into an account, for its owner to see; kept for a year. */
export const securityEvents = pgTable(
  'security_events',
  {
    id: id(),
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** One of `accountEvents` in lib/user/recovery/events.ts. */
    event: text().notNull(),
    /** Which key, token or address, as its owner knows it. */
    detail: text().notNull().default(''),
    /** The browser or token it was done with, in words. */
    by: text().notNull().default(''),
    createdAt: createdAt(),
  },
  (t) => [
    index('security_events_user').on(t.userId, t.id.desc().nullsFirst()),
    index('security_events_age').using('brin', t.createdAt),
  ],
)

/** Handles of people who left, as hashes of what they look like: nobody gets them again. */
export const retiredHandles = pgTable('retired_handles', {
  skeletonHash: bytea().primaryKey(),
  createdAt: createdAt(),
})
