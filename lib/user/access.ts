import { desc, eq } from 'drizzle-orm'
import { db, securityEvents } from '@/db'
import { cacheTags } from '../cache-tags'
import type { Viewer } from '../context'
import { demand } from '../credential'
import { dropTags } from '../drop'
import { applyConsequences } from './consequences'
import { endSessions } from './session'
import { tellOwner } from './tell-owner'
import { createToken as makeToken, revokeToken as removeToken, type TokenLimits } from './token'

/** What happened to the ways into an account lately, newest first. */
export const listEvents = (userId: number, limit = 20) =>
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

/** Removes every way into the account but the password, the authenticator app and the session that asks for it. */
export async function endOtherAccess(viewer: Viewer): Promise<void> {
  demand(viewer, 'account')
  await db().transaction(async (tx) => {
    await applyConsequences(tx, '“remove all other ways in”', {
      userId: viewer.id,
      sessionId: viewer.sessionId,
    })
    await tellOwner(tx, viewer.id, 'access-ended')
  })
  await dropTags(cacheTags.user(viewer.handle))
}

/** Ends other sessions of the viewer: one by its id, or all of them. */
export async function endOtherSessions(viewer: Viewer, id: string | 'others'): Promise<void> {
  demand(viewer, 'account')
  await db().transaction(async (tx) => {
    const { rowCount } =
      id === 'others'
        ? await endSessions(viewer.id, viewer.sessionId, tx)
        : await endSessions(viewer.id, null, tx, id)
    if (rowCount) await tellOwner(tx, viewer.id, 'sessions-ended')
  })
}

/** Makes an API token of the viewer's. @returns the token, shown once */
export async function createToken(viewer: Viewer, name: string, limits: TokenLimits): Promise<string> {
  demand(viewer, 'account')
  return db().transaction(async (tx) => {
    const scopes = limits.scopes ? ` (${limits.scopes.join(', ')})` : ''
    await tellOwner(tx, viewer.id, 'token-made', { detail: `${name}${scopes}` })
    return makeToken(viewer.id, name, limits, tx)
  })
}

/** Revokes one of the viewer's API tokens. */
export async function revokeToken(viewer: Viewer, id: number): Promise<void> {
  demand(viewer, 'account')
  await db().transaction(async (tx) => {
    const name = await removeToken(viewer.id, id, tx)
    if (name !== null) await tellOwner(tx, viewer.id, 'token-removed', { detail: name })
  })
}
