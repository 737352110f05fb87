import { and, desc, eq, sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { accounts, db, securityEvents } from '@/db'
import { announceRemoval } from '@/db/invalidate'
import { tellOwner } from '../recovery/tell-owner'
import { endSession, endSessions } from '../session/session'
import { asOwner } from './as-owner'
import { applyConsequences } from './consequences'
import { issueToken, revokeToken as removeToken, type TokenLimits } from './token'

/** Returns an account's latest security events, newest first. */
export const listEvents = (userId: number, limit = 100) =>
  db()
    .select({
      id: securityEvents.id,
      event: securityEvents.event,
      detail: securityEvents.detail,
      by: securityEvents.by,
      createdAt: securityEvents.createdAt,
    })
    .from(securityEvents)
    .where(eq(securityEvents.userId, userId))
    .orderBy(desc(securityEvents.id))
    .limit(limit)

/**
 * Removes every way into the account but the password, the authenticator app and the current session. Providers are
 * removed only if there is a password, so that the account stays accessible.
 */
export async function endOtherAccess(viewer: Viewer): Promise<Result<null>> {
  demand(viewer, 'account')
  const { id: userId, sessionId } = viewer
  return asOwner(viewer, async (tx): Promise<Result<null>> => {
    await applyConsequences(tx, '“remove all other ways in”', { userId, sessionId })
    await tellOwner(tx, userId, 'access-ended')
    await announceRemoval(tx, cacheTags.user(viewer.handle))
    return ok(null)
  })
}

/** Ends other sessions of the viewer: one by its id, or all of them. */
export function endOtherSessions(viewer: Viewer, id: string | 'others'): Promise<Result<null>> {
  demand(viewer, 'account')
  return asOwner(viewer, async (tx): Promise<Result<null>> => {
    const { rowCount } =
      id === 'others'
        ? await endSessions(viewer.id, viewer.sessionId, tx)
        : await endSession(viewer.id, id, tx)
    if (rowCount) await tellOwner(tx, viewer.id, 'sessions-ended')
    return ok(null)
  })
}

/** Creates an API token for the viewer. @returns the token, shown once */
export function createToken(viewer: Viewer, name: string, limits: TokenLimits): Promise<Result<string>> {
  demand(viewer, 'account')
  return asOwner(viewer, async (tx): Promise<Result<string>> => {
    const scopes = limits.scopes ? ` (${limits.scopes.join(', ')})` : ''
    await tellOwner(tx, viewer.id, 'token-made', { detail: `“${name}”${scopes}` })
    return ok(await issueToken(viewer.id, name, { ...limits, factored: viewer.credential.factored }, tx))
  })
}

/** Revokes one of the viewer's API tokens. */
export function revokeToken(viewer: Viewer, id: number): Promise<Result<null>> {
  demand(viewer, 'account')
  return asOwner(viewer, async (tx): Promise<Result<null>> => {
    const name = await removeToken(viewer.id, id, tx)
    if (name !== null) await tellOwner(tx, viewer.id, 'token-removed', { detail: `“${name}”` })
    return ok(null)
  })
}

/** Returns the providers that a user signs in with, such as `github`. */
export const listProviders = (userId: number) =>
  db()
    .select({ provider: accounts.provider, createdAt: accounts.createdAt })
    .from(accounts)
    .where(eq(accounts.userId, userId))

/** Unlinks a provider, unless it is the only way in. */
export function removeProvider(viewer: Viewer, provider: string): Promise<Result<null>> {
  demand(viewer, 'account')
  return asOwner(viewer, async (tx): Promise<Result<null>> => {
    const { rows } = await tx.execute<{ other: boolean }>(sql`
      select u.password_hash is not null or exists (select 1 from ssh_keys k where k.user_id = u.id)
          or exists (select 1 from passkeys p where p.user_id = u.id) as other from users u where u.id = ${viewer.id}`)
    if (!rows[0]?.other)
      return fail(
        'conflict',
        'This is your only way to sign in. Set a password first, or add a passkey or an SSH key.',
      )
    const gone = await tx
      .delete(accounts)
      .where(and(eq(accounts.userId, viewer.id), eq(accounts.provider, provider)))
      .returning({ provider: accounts.provider })
    if (gone.length > 0) await tellOwner(tx, viewer.id, 'provider-removed', { detail: provider })
    return ok(null)
  })
}
