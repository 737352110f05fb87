import { and, eq, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { isSigned, sign } from '@/core/crypto'
import { ok, type Result } from '@/core/result'
import { db, users } from '@/db'
import { tellOwner } from '../recovery/tell-owner'
import { asOwner } from './as-owner'

// No secret is stored: the token is a signature over the account and a version; raising the version ends the token.
const signed = (id: number, version: number): string => `${id}.${version}`

/** Returns the token of a user's private feeds; null if they have none. */
export async function findFeedToken({ id }: Pick<Viewer, 'id'>): Promise<string | null> {
  const [user] = await db().select({ version: users.feedVersion }).from(users).where(eq(users.id, id))
  const version = user?.version ?? 0
  return version % 2 === 1 ? `${id}.${version}.${sign('feed', signed(id, version)).slice(0, 27)}` : null
}

/** Replaces the token, or only ends it. An odd version has a token, an even one has none. */
export function renewFeedToken(viewer: Viewer, on: boolean): Promise<Result<null>> {
  demand(viewer, 'account')
  return asOwner(viewer, async (tx): Promise<Result<null>> => {
    await tx
      .update(users)
      .set({
        feedVersion: on
          ? sql`${users.feedVersion} + 1 + ${users.feedVersion} % 2`
          : sql`${users.feedVersion} + ${users.feedVersion} % 2`,
      })
      .where(eq(users.id, viewer.id))
    await tellOwner(tx, viewer.id, on ? 'feed-renewed' : 'feed-ended')
    return ok(null)
  })
}

/** Returns the user whose private feeds a valid token opens; null for any other text. */
export async function readFeedToken(token: string): Promise<number | null> {
  const [id = '', version = '', signature = '', ...more] = token.split('.')
  if (more.length > 0 || signature.length !== 27) return null
  if (!/^[1-9]\d{0,14}$/.test(id) || !/^[1-9]\d{0,8}$/.test(version)) return null
  if (!isSigned('feed', `${id}.${version}`, signature)) return null
  const [user] = await db()
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, Number(id)), eq(users.feedVersion, Number(version))))
  return user?.id ?? null
}
