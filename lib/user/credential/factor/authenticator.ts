import { and, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { seal, unseal } from '@/core/crypto'
import { type Failure, fail, ok, type Result } from '@/core/result'
import { siteName } from '@/core/site'
import { authenticators, db, type Transaction, users } from '@/db'
import { clearLimit, spendLimit } from '@/lib/rate-limit'
import { tellOwner } from '../../recovery/tell-owner'
import { asOwner } from '../as-owner'
import { applyConsequences } from '../consequences'
import { invalid } from '../weakness'
import { isRecoveryCode, renewRecoveryCodes, spendRecoveryCode } from './codes'
import { newSecret, otpauthUri, stepOfCode } from './totp'

/** The purpose that authenticator secrets are sealed for. */
const purpose = 'authenticator'

/** Minutes in which the first code must be given. */
export const setUpMinutes = 30

const isActive = (userId: number) =>
  and(eq(authenticators.userId, userId), isNotNull(authenticators.confirmedAt))

/** The data to set up an authenticator app. */
export type Pending = { secret: string; uri: string }

/** Starts to set up an authenticator app. No code is required until the first one was right. */
export function startAuthenticator(viewer: Viewer): Promise<Result<null>> {
  demand(viewer, 'account')
  const values = { sealed: seal(purpose, newSecret()), sessionId: viewer.sessionId }
  return asOwner(viewer, async (tx): Promise<Result<null>> => {
    const rows = await tx
      .insert(authenticators)
      .values({ userId: viewer.id, ...values })
      .onConflictDoUpdate({
        target: authenticators.userId,
        set: { ...values, createdAt: sql`now()`, lastStep: 0 },
        setWhere: isNull(authenticators.confirmedAt),
      })
      .returning({ userId: authenticators.userId })
    return rows.length > 0 ? ok(null) : fail('conflict', 'Two-step sign-in is already on.')
  })
}

/** Returns the data for an app being set up; null if the secret cannot be unsealed. @param sealed as stored */
export function pendingFrom(sealed: Buffer, handle: string): Pending | null {
  const secret = unseal(purpose, sealed)
  return secret === null ? null : { secret, uri: otpauthUri(secret, siteName, handle) }
}

/** True if a code is right and unused; marks it as used. */
async function spendCode(tx: Transaction, userId: number, code: string): Promise<boolean> {
  const [row] = await tx
    .select({ sealed: authenticators.sealed })
    .from(authenticators)
    .where(eq(authenticators.userId, userId))
    .for('update')
  const secret = row ? unseal(purpose, row.sealed) : null
  const step = secret === null ? null : stepOfCode(secret, code)
  if (step === null) return false
  const used = await tx
    .update(authenticators)
    .set({ lastStep: step })
    .where(and(eq(authenticators.userId, userId), lt(authenticators.lastStep, step)))
    .returning({ userId: authenticators.userId })
  return used.length > 0
}

const wrongCode = (): Failure =>
  invalid('code', 'That code is wrong or already used. Wait for the next one and enter that.')

/** Counts a code before it is checked, and resets the count after a right one. */
async function counted<T>(userId: number, check: () => Promise<Result<T>>): Promise<Result<T>> {
  const limited = (await spendLimit('second-factor', `user/${userId}`)).failure
  if (limited) return limited
  const checked = await check()
  if (checked.ok) await clearLimit('second-factor', `user/${userId}`)
  return checked
}

/**
 * Turns two-step sign-in on with the app's first code.
 * @returns ten recovery codes, to be shown once
 */
export function confirmAuthenticator(viewer: Viewer, code: string): Promise<Result<string[]>> {
  demand(viewer, 'account')
  return counted(viewer.id, () =>
    asOwner(viewer, async (tx): Promise<Result<string[]>> => {
      const [row] = await tx
        .select({ confirmedAt: authenticators.confirmedAt, sessionId: authenticators.sessionId })
        .from(authenticators)
        .where(eq(authenticators.userId, viewer.id))
      if (!row || row.sessionId !== viewer.sessionId)
        return fail('conflict', 'That took too long. Start again.')
      if (row.confirmedAt) return fail('conflict', 'Two-step sign-in is already on.')
      if (!(await spendCode(tx, viewer.id, code))) return wrongCode()
      await tx
        .update(authenticators)
        .set({ confirmedAt: sql`now()`, createdAt: sql`now()` })
        .where(eq(authenticators.userId, viewer.id))
      if (viewer.sessionId)
        await tx.execute(sql`update sessions set factored = true where id = ${viewer.sessionId}::uuid`)
      await applyConsequences(tx, 'authenticator app turned on', {
        userId: viewer.id,
        sessionId: viewer.sessionId,
      })
      await tellOwner(tx, viewer.id, 'factor-on', { undoable: true })
      return ok(await renewRecoveryCodes(tx, viewer.id))
    }),
  )
}

/**
 * Checks the second step of a sign-in or a reauthentication: a code of the app, or a recovery code, which is then used.
 * @returns `invalid` for the field `code` if it is wrong, `limited` after too many
 */
export const checkCode = (userId: number, code: string): Promise<Result<null>> =>
  counted(userId, () =>
    db().transaction(async (tx): Promise<Result<null>> => {
      // One at a time per account: concurrent guesses would all read the same last step.
      await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('no key update')
      const [active] = await tx
        .select({ id: authenticators.userId })
        .from(authenticators)
        .where(isActive(userId))
      if (active && (await spendCode(tx, userId, code))) return ok(null)
      const left = isRecoveryCode(code) ? await spendRecoveryCode(tx, userId, code) : null
      if (left === null) return wrongCode()
      await tellOwner(tx, userId, 'code-used', {
        detail: left === 1 ? 'One is left.' : `${left} are left.`,
      })
      return ok(null)
    }),
  )

/** Turns two-step sign-in off. Callers require a recent reauthentication, which included a code. */
export function endAuthenticator(viewer: Viewer): Promise<Result<null>> {
  demand(viewer, 'account')
  return asOwner(viewer, async (tx): Promise<Result<null>> => {
    const [active] = await tx
      .select({ id: authenticators.userId })
      .from(authenticators)
      .where(isActive(viewer.id))
    if (!active) return fail('conflict', 'Two-step sign-in is already off.')
    await applyConsequences(tx, 'authenticator app turned off', { userId: viewer.id })
    await tellOwner(tx, viewer.id, 'factor-off', { undoable: true })
    return ok(null)
  })
}

/** Replaces the recovery codes. @returns the new ones, to be shown once */
export function replaceCodes(viewer: Viewer): Promise<Result<string[]>> {
  demand(viewer, 'account')
  return asOwner(viewer, async (tx): Promise<Result<string[]>> => {
    const [active] = await tx
      .select({ id: authenticators.userId })
      .from(authenticators)
      .where(isActive(viewer.id))
    if (!active) return fail('conflict', 'Two-step sign-in is off, so you don’t need recovery codes.')
    await tellOwner(tx, viewer.id, 'codes-renewed')
    return ok(await renewRecoveryCodes(tx, viewer.id))
  })
}
