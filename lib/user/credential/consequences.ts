import { and, eq, gte, inArray, isNull, ne, sql } from 'drizzle-orm'
import {
  accounts,
  apiTokens,
  authenticators,
  keyCodes,
  mailTokens,
  passkeys,
  recoveryCodes,
  sessions,
  sshKeys,
  type Transaction,
  users,
} from '@/db'
import { redraw } from '../profile/redraw'
import { lockUser } from './as-owner'

/**
 * The effect of an event on a credential: none; it ends; another replaces it; or only those added after the undone
 * change end.
 */
export type Consequence = 'stays' | 'ends' | 'renewed' | 'later ones end'

/** Everything that opens an account, or acts for it. Pushes end with the session that subscribed to them. */
export const credentialKinds = {
  session: 'the session it is done in',
  sessions: 'other sessions and their pushes',
  mails: 'links in emails (confirm, reset), codes to add a key',
  undo: 'links that undo a change',
  password: 'password',
  tokens: 'API tokens',
  feed: 'private feed address',
  keys: 'SSH keys',
  passkeys: 'passkeys',
  providers: 'providers (GitHub, Google)',
  factor: 'authenticator app and recovery codes',
} as const
export type CredentialKind = keyof typeof credentialKinds

type Row = Readonly<Record<CredentialKind, Consequence>>

const nothing: Row = {
  session: 'stays',
  sessions: 'stays',
  mails: 'stays',
  undo: 'stays',
  password: 'stays',
  tokens: 'stays',
  feed: 'stays',
  keys: 'stays',
  passkeys: 'stays',
  providers: 'stays',
  factor: 'stays',
}
/** A pending link was requested when the account had other credentials: it must not outlive them. */
const changed: Row = { ...nothing, mails: 'ends' }

/**
 * The effects of each event on each credential. The code applies this table, and docs/security.md prints it. An event
 * about one key or token also adds or removes that one.
 */
export const consequences = {
  'password changed': {
    ...changed,
    session: 'renewed',
    sessions: 'ends',
    password: 'renewed',
    feed: 'renewed',
  },
  'password reset by email': {
    ...changed,
    session: 'ends',
    sessions: 'ends',
    password: 'renewed',
    tokens: 'ends',
    feed: 'ends',
  },
  'address confirmed': changed,
  'undone by an email link': {
    ...changed,
    session: 'ends',
    sessions: 'ends',
    undo: 'later ones end',
    password: 'ends',
    tokens: 'ends',
    feed: 'ends',
    keys: 'later ones end',
    passkeys: 'later ones end',
    providers: 'ends',
    factor: 'later ones end',
  },
  'SSH key added or removed': changed,
  'passkey added or removed': changed,
  'authenticator app turned on': { ...changed, sessions: 'ends', factor: 'renewed' },
  'authenticator app turned off': { ...changed, factor: 'ends' },
  '“remove all other ways in”': {
    ...changed,
    sessions: 'ends',
    tokens: 'ends',
    feed: 'ends',
    keys: 'ends',
    passkeys: 'ends',
    providers: 'ends',
  },
  'API token made or removed': nothing,
  ban: { ...nothing, session: 'ends', sessions: 'ends' },
  '`admin user sign-out`': { ...nothing, session: 'ends', sessions: 'ends' },
} as const satisfies Record<string, Row>

export type ConsequentialEvent = keyof typeof consequences

type Whose = {
  userId: number
  /** The current session, if any. */
  sessionId?: string | null
  /** The time of the undone change: `later ones end` affects those added after it. */
  since?: Date
}

/** Applies an event's effects, in the event's transaction. The caller renews everything but the feed address. */
export async function applyConsequences(
  tx: Transaction,
  event: ConsequentialEvent,
  { userId, sessionId = null, since }: Whose,
): Promise<void> {
  const row: Row = consequences[event]
  // Locks the account first, as every caller does, to avoid deadlocks.
  await lockUser(tx, userId)
  const ends = (kind: CredentialKind) => row[kind] === 'ends' || row[kind] === 'later ones end'
  /** Matches those that end: all of them, or only the later ones. */
  const those = (kind: CredentialKind, createdAt: typeof sshKeys.createdAt | typeof passkeys.createdAt) =>
    row[kind] === 'later ones end' && since ? gte(createdAt, since) : undefined
  if (ends('session') && ends('sessions')) await tx.delete(sessions).where(eq(sessions.userId, userId))
  else if (ends('sessions'))
    await tx
      .delete(sessions)
      .where(and(eq(sessions.userId, userId), sessionId ? ne(sessions.id, sessionId) : undefined))
  const spend = (purposes: ('verify' | 'reset' | 'undo')[], after?: Date) =>
    tx
      .update(mailTokens)
      .set({ usedAt: new Date() })
      .where(
        and(
          eq(mailTokens.userId, userId),
          inArray(mailTokens.purpose, purposes),
          isNull(mailTokens.usedAt),
          after ? gte(mailTokens.createdAt, after) : undefined,
        ),
      )
  if (ends('mails')) {
    await spend(['verify', 'reset'])
    await tx.delete(keyCodes).where(eq(keyCodes.userId, userId))
  }
  if (ends('undo')) await spend(['undo'], since)
  if (ends('tokens')) await tx.delete(apiTokens).where(eq(apiTokens.userId, userId))
  if (ends('keys')) {
    await tx.delete(sshKeys).where(and(eq(sshKeys.userId, userId), those('keys', sshKeys.createdAt)))
    const [user] = await tx.select({ handle: users.handle }).from(users).where(eq(users.id, userId))
    if (user) await redraw(tx, { id: userId, handle: user.handle })
  }
  // Without a password, providers may be the only way in.
  if (ends('providers'))
    await tx
      .delete(accounts)
      .where(
        and(
          eq(accounts.userId, userId),
          ends('password')
            ? undefined
            : sql`(select u.password_hash is not null from users u where u.id = ${userId})`,
        ),
      )
  if (ends('passkeys'))
    await tx.delete(passkeys).where(and(eq(passkeys.userId, userId), those('passkeys', passkeys.createdAt)))
  if (ends('factor')) {
    const gone = await tx
      .delete(authenticators)
      .where(
        and(
          eq(authenticators.userId, userId),
          row.factor === 'later ones end' && since ? gte(authenticators.createdAt, since) : undefined,
        ),
      )
      .returning({ userId: authenticators.userId })
    if (gone.length > 0) await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))
  }
  // An odd version has an address, an even one has none; raising it ends the one before
  // (lib/user/credential/feed-token.ts).
  const version = sql`${users.feedVersion} + ${users.feedVersion} % 2`
  await tx
    .update(users)
    .set({
      ...(ends('password') ? { passwordHash: null } : {}),
      ...(ends('sessions') ? { credentialVersion: sql`${users.credentialVersion} + 1` } : {}),
      feedVersion: ends('feed')
        ? version
        : row.feed === 'renewed'
          ? sql`case when ${users.feedVersion} % 2 = 1 then ${users.feedVersion} + 2 else ${users.feedVersion} end`
          : users.feedVersion,
    })
    .where(eq(users.id, userId))
}

/** Renders the table as Markdown, for docs/security.md. */
export function consequencesTable(): string {
  const kinds = Object.keys(credentialKinds) as CredentialKind[]
  const words: Record<Consequence, string> = {
    stays: '',
    ends: 'ends',
    renewed: 'renewed',
    'later ones end': 'newer ones end',
  }
  return [
    `| | ${kinds.map((kind) => credentialKinds[kind]).join(' | ')} |`,
    `|---|${kinds.map(() => '---').join('|')}|`,
    ...Object.entries(consequences).map(
      ([event, row]: [string, Row]) => `| ${event} | ${kinds.map((kind) => words[row[kind]]).join(' | ')} |`,
    ),
  ].join('\n')
}
