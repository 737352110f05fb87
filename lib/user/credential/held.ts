import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import type { TokenScope } from '@/core/vocabulary'
import { apiTokens, authenticators, db, passkeys, sessions, sshKeys, users } from '@/db'
import { isSignedIn } from '../session/session'
import { type Pending, pendingFrom, setUpMinutes } from './factor/authenticator'
import { hasAuthenticator, hasPasskey } from './factor-columns'
import { isFresh } from './fresh'
import { isAlive } from './token'

/** An account's credentials, as its owner sees them: lists are oldest first, sessions by last use. */
export type Held = {
  /** The line on their page. */
  about: string | null
  email: string | null
  hasPassword: boolean
  handleChangedAt: Date | null
  /** True if the session signed in or reauthenticated recently enough to change credentials. */
  fresh: boolean
  authenticator: boolean
  passkey: boolean
  /** Unused recovery codes. */
  codes: number
  /** An authenticator app that this session is setting up; only if the session is fresh. */
  pending: Pending | null
  passkeys: HeldPasskey[]
  sshKeys: HeldSshKey[]
  tokens: HeldToken[]
  sessions: HeldSession[]
}

type Used = { createdAt: Date; usedAt: Date | null }
export type HeldPasskey = Used & { id: number; name: string; credentialId: string }
export type HeldSshKey = Used & { id: number; fingerprint: string; comment: string }
export type HeldToken = Used & { id: number; name: string; scopes: TokenScope[]; expiresAt: Date | null }
export type HeldSession = { id: string; userAgent: string; createdAt: Date; seenAt: Date }

/** As in JSON, with dates as text. */
type AsJson<T> = { [K in keyof T]: Date extends T[K] ? (null extends T[K] ? string | null : string) : T[K] }
type Row = Omit<Held, 'pending' | 'handleChangedAt' | 'passkeys' | 'sshKeys' | 'tokens' | 'sessions'> & {
  sealed: Buffer | null
  handleChangedAt: string | null
  passkeys: AsJson<HeldPasskey>[]
  sshKeys: AsJson<HeldSshKey>[]
  tokens: AsJson<HeldToken>[]
  sessions: AsJson<HeldSession>[]
}

const moment = (text: string | null): Date | null => (text === null ? null : new Date(text))
const used = <T extends AsJson<Used>>(row: T) => ({
  ...row,
  createdAt: new Date(row.createdAt),
  usedAt: moment(row.usedAt),
})

/** Returns all credentials that the settings show, in one statement; null if the account is gone. */
export async function findHeld({
  id,
  handle,
  sessionId,
}: Pick<Viewer, 'id' | 'handle' | 'sessionId'>): Promise<Held | null> {
  const { rows } = await db().execute<Row>(sql`
    select users.about, users.email, users.password_hash is not null as "hasPassword", users.handle_changed_at as "handleChangedAt",
           coalesce((select ${isFresh} from ${sessions} where ${sessions.id} = ${sessionId}::uuid and ${sessions.userId} = users.id), false) as fresh,
           ${hasAuthenticator} as authenticator, ${hasPasskey} as passkey,
           (select count(*)::int from recovery_codes c where c.user_id = users.id and c.used_at is null) as codes,
           (select ${authenticators.sealed} from ${authenticators}
             where ${authenticators.userId} = users.id and ${authenticators.confirmedAt} is null
               and ${authenticators.sessionId} is not distinct from ${sessionId}::uuid
               and ${authenticators.createdAt} > now() - make_interval(mins => ${setUpMinutes})) as sealed,
           (select coalesce(json_agg(json_build_object('id', ${passkeys.id}, 'name', ${passkeys.name},
                     'credentialId', encode(${passkeys.credentialId}, 'hex'),
                     'createdAt', ${passkeys.createdAt}, 'usedAt', ${passkeys.usedAt}) order by ${passkeys.id}), '[]')
              from ${passkeys} where ${passkeys.userId} = users.id) as passkeys,
           (select coalesce(json_agg(json_build_object('id', ${sshKeys.id}, 'fingerprint', ${sshKeys.fingerprint},
                     'comment', ${sshKeys.comment},
                     'createdAt', ${sshKeys.createdAt}, 'usedAt', ${sshKeys.usedAt}) order by ${sshKeys.id}), '[]')
              from ${sshKeys} where ${sshKeys.userId} = users.id) as "sshKeys",
           (select coalesce(json_agg(json_build_object('id', ${apiTokens.id}, 'name', ${apiTokens.name},
                     'scopes', ${apiTokens.scopes}, 'expiresAt', ${apiTokens.expiresAt},
                     'createdAt', ${apiTokens.createdAt}, 'usedAt', ${apiTokens.usedAt}) order by ${apiTokens.id} desc), '[]')
              from ${apiTokens} where ${apiTokens.userId} = users.id and ${isAlive}) as tokens,
           (select coalesce(json_agg(json_build_object('id', ${sessions.id}, 'userAgent', ${sessions.userAgent},
                     'createdAt', ${sessions.createdAt}, 'seenAt', ${sessions.seenAt}) order by ${sessions.seenAt} desc), '[]')
              from ${sessions} where ${sessions.userId} = users.id and ${isSignedIn}) as sessions
      from ${users} where users.id = ${id}`)
  const [row] = rows
  if (!row) return null
  const { sealed, ...held } = row
  return {
    ...held,
    handleChangedAt: moment(held.handleChangedAt),
    pending: sealed !== null && held.fresh ? pendingFrom(sealed, handle) : null,
    passkeys: held.passkeys.map((passkey) => ({
      ...used(passkey),
      credentialId: Buffer.from(passkey.credentialId, 'hex').toString('base64url'),
    })),
    sshKeys: held.sshKeys.map(used),
    tokens: held.tokens.map((token) => ({ ...used(token), expiresAt: moment(token.expiresAt) })),
    sessions: held.sessions.map((session) => ({
      ...session,
      createdAt: new Date(session.createdAt),
      seenAt: new Date(session.seenAt),
    })),
  }
}
