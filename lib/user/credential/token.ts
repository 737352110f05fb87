import { and, eq, gt, isNull, or, sql } from 'drizzle-orm'
import { tokenCredential } from '@/core/credential'
import { randomToken, sha256 } from '@/core/crypto'
import { type TokenScope, tokenScopes } from '@/core/vocabulary'
import { apiTokens, type Connection, db, users, voters } from '@/db'
import { prepared } from '@/db/prepared'
import { unlessReadOnly } from '../profile/note'
import { type Known, toViewer, viewerColumns } from '../session/viewer'

/** Matches tokens that are still valid. */
export const isAlive = or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`))

const selectByToken = prepared('viewer by token', (database, name) =>
  database
    .select({
      ...viewerColumns,
      tokenId: apiTokens.id,
      usedAt: apiTokens.usedAt,
      scopes: apiTokens.scopes,
      factored: apiTokens.factored,
      name: apiTokens.name,
    })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .innerJoin(voters, eq(voters.userId, users.id))
    .where(and(eq(apiTokens.tokenHash, sql.placeholder('hash')), isAlive))
    .prepare(name),
)

/** Returns the user of an API token; null if it is unknown, revoked or expired. */
export async function identifyToken(token: string): Promise<Known | null> {
  const [row] = await selectByToken({ hash: sha256(token) })
  if (!row) return null
  const { tokenId, usedAt, scopes, factored, name, ...user } = row
  if (!usedAt || Date.now() - usedAt.getTime() > 3_600_000) {
    await unlessReadOnly(() =>
      db().update(apiTokens).set({ usedAt: new Date() }).where(eq(apiTokens.id, tokenId)),
    )
  }
  return toViewer(user, { credential: tokenCredential(scopes, name, factored), sessionId: null })
}

/** An API token's scopes and lifetime. */
export type TokenLimits = {
  /** Default: all scopes. */
  scopes?: readonly TokenScope[] | undefined
  /** Days until it expires; null or undefined: never. */
  days?: number | null | undefined
  /** Created with a second factor; needed to act for a moderator if the site requires one. */
  factored?: boolean
}

/** Creates an API token. @returns the token, shown once */
export async function issueToken(
  userId: number,
  name: string,
  { scopes, days, factored = false }: TokenLimits = {},
  connection: Connection = db(),
): Promise<string> {
  const token = `ibt_${randomToken()}`
  await connection.insert(apiTokens).values({
    userId,
    name,
    tokenHash: sha256(token),
    scopes: [...(scopes ?? tokenScopes)],
    factored,
    expiresAt: days ? new Date(Date.now() + days * 86_400_000) : null,
  })
  return token
}

/** Revokes one of a user's tokens. @returns its name; null if it does not exist */
export async function revokeToken(
  userId: number,
  id: number,
  connection: Connection = db(),
): Promise<string | null> {
  const [gone] = await connection
    .delete(apiTokens)
    .where(and(eq(apiTokens.id, id), eq(apiTokens.userId, userId)))
    .returning({ name: apiTokens.name })
  return gone?.name ?? null
}
