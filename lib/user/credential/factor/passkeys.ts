import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { and, eq, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { sign } from '@/core/crypto'
import { databaseError } from '@/core/database-error'
import { fail, ok, type Result } from '@/core/result'
import { db, passkeys, users, voters } from '@/db'
import { returnLimit, spendLimit } from '@/lib/rate-limit'
import type { Account } from '../../profile/account'
import { tellOwner } from '../../recovery/tell-owner'
import type { Ban } from '../../session/viewer'
import { asOwner } from '../as-owner'
import { createChallenge, spendChallenge } from '../challenge'
import { applyConsequences } from '../consequences'
import { invalid } from '../weakness'
import { relyingParty } from './relying-party'

/** Maximum number of passkeys per account. */
const most = 20

/** Loaded when first needed: it takes longer to load than all the rest of an account. */
const webauthn = () => import('@simplewebauthn/server')

const nonceBytes = (): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(createChallenge(), 'base64url'))

/** Returns the options to create a passkey in the browser; null if the site cannot have any. */
export async function registrationOptions(
  viewer: Viewer,
  held: readonly { credentialId: string }[],
): Promise<PublicKeyCredentialCreationOptionsJSON | null> {
  const party = relyingParty()
  if ('why' in party) return null
  return (await webauthn()).generateRegistrationOptions({
    rpName: party.name,
    rpID: party.id,
    userName: viewer.handle,
    // All passkeys of an account share it; it must not reveal the account (WebAuthn, 14.6.1).
    userID: new Uint8Array(Buffer.from(sign('passkey-user', String(viewer.id)), 'base64url')),
    challenge: nonceBytes(),
    excludeCredentials: held.map(({ credentialId }) => ({ id: credentialId })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** Returns the options to sign in with a passkey, without a handle; null if the site cannot have any. */
export async function requestOptions(): Promise<PublicKeyCredentialRequestOptionsJSON | null> {
  const party = relyingParty()
  if ('why' in party) return null
  return (await webauthn()).generateAuthenticationOptions({
    rpID: party.id,
    challenge: nonceBytes(),
    userVerification: 'required',
  })
}

const unreadable = fail('invalid', 'Your browser didn’t send a passkey. Try again.')

/** Parses a browser's response as JSON; null if it is invalid. The library checks its contents. */
function parse<T extends { id: string }>(text: string): T | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
      ? (value as T)
      : null
  } catch {
    return null
  }
}

/** Returns the nonce in a browser's response; null if there is none. */
function challengeOf({ response }: AuthenticationResponseJSON): string | null {
  try {
    const data: unknown = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString())
    return typeof data === 'object' &&
      data !== null &&
      'challenge' in data &&
      typeof data.challenge === 'string'
      ? data.challenge
      : null
  } catch {
    return null
  }
}

/** Adds a passkey that the browser has just created for the viewer. */
export async function addPasskey(viewer: Viewer, name: string, response: string): Promise<Result<null>> {
  demand(viewer, 'account')
  const party = relyingParty()
  if ('why' in party) return fail('conflict', party.why)
  const given = parse<RegistrationResponseJSON>(response)
  if (!given) return unreadable
  const { verifyRegistrationResponse } = await webauthn()
  const verified = await verifyRegistrationResponse({
    response: given,
    expectedChallenge: spendChallenge,
    expectedOrigin: party.origins,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch(() => null)
  if (!verified?.verified)
    return fail('invalid', 'We couldn’t check that passkey. Reload the page and try again.')
  const { credential } = verified.registrationInfo
  try {
    return await asOwner(viewer, async (tx): Promise<Result<null>> => {
      if ((await tx.$count(passkeys, eq(passkeys.userId, viewer.id))) >= most)
        return fail('conflict', `You can have at most ${most} passkeys. Remove one first.`)
      await tx.insert(passkeys).values({
        userId: viewer.id,
        credentialId: Buffer.from(credential.id, 'base64url'),
        publicKey: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: credential.transports ?? [],
        name,
      })
      await applyConsequences(tx, 'passkey added or removed', { userId: viewer.id })
      await tellOwner(tx, viewer.id, 'passkey-added', { detail: name, undoable: true })
      return ok(null)
    })
  } catch (error) {
    if (databaseError(error)?.kind === 'unique')
      return invalid('name', 'You have already added this passkey.')
    throw error
  }
}

const refused = fail('signed-out', 'We don’t know that passkey. Sign in another way.')

/** Returns the account whose passkey signed the response. Its nonce is used in any case. */
export async function checkPasskey(
  response: string,
  network: string,
): Promise<Result<Account | { ban: Ban }>> {
  const party = relyingParty()
  if ('why' in party) return fail('conflict', party.why)
  const limited = (await spendLimit('sign-in-network', network)).failure
  if (limited) return limited
  const given = parse<AuthenticationResponseJSON>(response)
  if (!given) return unreadable
  // Before the lookup: a nonce that stays valid would reveal that no account has the passkey.
  const challenge = challengeOf(given)
  if (challenge === null || !(await spendChallenge(challenge))) return refused
  const [row] = await db()
    .select({
      keyId: passkeys.id,
      publicKey: passkeys.publicKey,
      counter: passkeys.counter,
      id: users.id,
      handle: users.handle,
      voterId: voters.id,
      version: users.credentialVersion,
      until: users.bannedUntil,
      reason: users.banReason,
    })
    .from(passkeys)
    .innerJoin(users, eq(users.id, passkeys.userId))
    .innerJoin(voters, eq(voters.userId, users.id))
    .where(eq(passkeys.credentialId, Buffer.from(given.id, 'base64url')))
  if (!row) return refused
  const { keyId, publicKey, counter, until, reason, ...owner } = row
  const { verifyAuthenticationResponse } = await webauthn()
  const verified = await verifyAuthenticationResponse({
    response: given,
    expectedChallenge: challenge,
    expectedOrigin: party.origins,
    expectedRPID: party.id,
    credential: { id: given.id, publicKey: new Uint8Array(publicKey), counter },
    requireUserVerification: true,
  }).catch(() => null)
  if (!verified?.verified) return refused
  // Of two concurrent responses with the same counter, the second finds it changed.
  const moved = await db()
    .update(passkeys)
    .set({ counter: verified.authenticationInfo.newCounter, usedAt: sql`now()` })
    .where(and(eq(passkeys.id, keyId), eq(passkeys.counter, counter)))
    .returning({ id: passkeys.id })
  if (moved.length === 0) return refused
  await returnLimit('sign-in-network', network)
  if (until && until.getTime() > Date.now())
    return ok({ ban: { userId: owner.id, until, reason: reason ?? '' } })
  return ok(owner)
}

/** Removes one of the viewer's passkeys. */
export function removePasskey(viewer: Viewer, id: number): Promise<Result<null>> {
  demand(viewer, 'account')
  return asOwner(viewer, async (tx): Promise<Result<null>> => {
    const [gone] = await tx
      .delete(passkeys)
      .where(and(eq(passkeys.id, id), eq(passkeys.userId, viewer.id)))
      .returning({ name: passkeys.name })
    if (!gone) return ok(null)
    await applyConsequences(tx, 'passkey added or removed', { userId: viewer.id })
    await tellOwner(tx, viewer.id, 'passkey-removed', { detail: gone.name })
    return ok(null)
  })
}
