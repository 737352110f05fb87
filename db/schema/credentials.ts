import { sql } from 'drizzle-orm'
import { bigint, boolean, check, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { tokenScopes } from '@/core/vocabulary'
import { bytea, createdAt, id, moment, ref } from './columns'
import { users } from './users'

/** A GitHub or Google account linked to a user. */
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

/** Deleting its row ends a session at once. Only a hash of the cookie's token is stored. */
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
    /** When the user last reauthenticated; actions that could take over the account require it again. */
    confirmedAt: createdAt(),
    /** The first factor (password, key or provider) was right; the second is pending. Not signed in yet. */
    awaitsFactor: boolean().notNull().default(false),
    /** True if the sign-in, or a later proof, included a second factor. */
    factored: boolean().notNull().default(false),
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
    /** Its scopes (core/credential.ts). Tokens from before scopes existed have all of them. */
    scopes: text({ enum: tokenScopes })
      .array()
      .notNull()
      .default([...tokenScopes]),
    /** Null: it never expires. */
    expiresAt: moment(),
    /** True if the session that created it had used a second factor. */
    factored: boolean().notNull().default(false),
    createdAt: createdAt(),
    usedAt: moment(),
  },
  (t) => [
    index('api_tokens_user').on(t.userId),
    check(
      'api_tokens_scopes',
      sql`${t.scopes} <@ array['read', 'write', 'account'] and cardinality(${t.scopes}) > 0`,
    ),
  ],
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
    /**
     * The owner has signed a nonce with it. Older keys were added without this check and may belong to someone else.
     */
    proven: boolean().notNull().default(false),
  },
  (t) => [index('ssh_keys_user').on(t.userId, t.createdAt)],
)

/** A code by which an SSH key joins an account: once, and while the session that made it lasts. Only its hash is stored. */
export const keyCodes = pgTable(
  'key_codes',
  {
    userId: ref()
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    sessionId: uuid()
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    codeHash: bytea().notNull().unique(),
    createdAt: createdAt(),
    expiresAt: moment().notNull(),
  },
  (t) => [index('key_codes_session').on(t.sessionId)],
)

/** Used nonces, until they expire: a signature works once. Issued nonces are signed, not stored. */
export const sshChallenges = pgTable(
  'ssh_challenges',
  { nonce: text().primaryKey(), createdAt: createdAt(), expiresAt: moment().notNull() },
  (t) => [index('ssh_challenges_expiry').on(t.expiresAt)],
)

/** Links sent by mail: to verify an address, to set a new password, to undo a change of sign-in methods. */
export const mailTokens = pgTable(
  'mail_tokens',
  {
    tokenHash: bytea().primaryKey(),
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** `undo` goes to the address that the account had before the change. */
    purpose: text({ enum: ['verify', 'reset', 'undo'] }).notNull(),
    email: text().notNull(),
    expiresAt: moment().notNull(),
    usedAt: moment(),
    createdAt: createdAt(),
  },
  (t) => [index('mail_tokens_user').on(t.userId), index('mail_tokens_expiry').on(t.expiresAt)],
)

/** Passkeys (WebAuthn): the browser keeps the private key, we keep the public one. */
export const passkeys = pgTable(
  'passkeys',
  {
    id: id(),
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    credentialId: bytea().notNull().unique(),
    /** COSE key. */
    publicKey: bytea().notNull(),
    /** Signature counter of the authenticator; 0 if it has none. */
    counter: bigint({ mode: 'number' }).notNull().default(0),
    transports: text().array().notNull().default([]),
    name: text().notNull(),
    createdAt: createdAt(),
    usedAt: moment(),
  },
  (t) => [index('passkeys_user').on(t.userId, t.createdAt)],
)

/** The authenticator app (TOTP, RFC 6238, six digits); active once its first code was right. */
export const authenticators = pgTable('authenticators', {
  userId: ref()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** The shared secret, encrypted under the site's. */
  sealed: bytea().notNull(),
  /** The session that sets it up; only that one sees the secret. */
  sessionId: uuid(),
  createdAt: createdAt(),
  confirmedAt: moment(),
  /** The time step of the last used code: each code works once. */
  lastStep: bigint({ mode: 'number' }).notNull().default(0),
})

/** Single-use codes for a lost second factor. Only hashes are stored. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    userId: ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    codeHash: bytea().notNull(),
    createdAt: createdAt(),
    usedAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.codeHash] })],
)
