import { randomBytes } from 'node:crypto'
import { and, asc, eq } from 'drizzle-orm'
import { db, sshKeys, type Transaction, users, voters } from '@/db'
import { databaseError } from '@/db/errors'
import { cacheTags } from '../cache-tags'
import type { Viewer } from '../context'
import { dropTags } from '../drop'
import { returnLimit, spendLimit } from '../rate'
import { fail, ok, type Result } from '../result'
import { fingerprint, keyDigest, parsePublicKeyLine } from '../ssh-key'
import { verifySshSignature } from '../sshsig'
import { artOfHandle } from './art'
import { spendChallenge } from './challenge'
import type { Account } from './commands'
import type { Ban } from './session'

/** The `-n` of the command that people run; a signature for another purpose does not count here. */
export const sshNamespace = 'signin@ibtsocs'

/** What is signed: the nonce and nothing else, without a line end. */
export const challengeCommand = (nonce: string): string =>
  `printf %s ${nonce} | ssh-keygen -Y sign -n ${sshNamespace} -f ~/.ssh/id_ed25519`

/** Nobody's: no signature is of it. */
const nobodysKey = { blob: randomBytes(51) }

/** RSA keys of fewer bits are weaker than everything else here. */
const leastRsaBits = 3_072

/** The account whose registered key signed the nonce. Any answer uses the nonce up, so nothing can be replayed. */
export async function checkSshSignIn(
  handle: string,
  nonce: string,
  signature: string,
  network: string,
): Promise<Result<Account | { ban: Ban }>> {
  const refused = (message: string) => fail('signed-out', message)
  const limited = await spendLimit('sign-in-network', network)
  if (limited.failure) return limited.failure
  if (!(await spendChallenge(nonce)))
    return refused('This nonce has been used or is too old. Sign the new one below.')
  const keys = await db()
    .select({
      id: users.id,
      handle: users.handle,
      voterId: voters.id,
      keyId: sshKeys.id,
      blob: sshKeys.blob,
      until: users.bannedUntil,
      reason: users.banReason,
    })
    .from(users)
    .innerJoin(voters, eq(voters.userId, users.id))
    .innerJoin(sshKeys, eq(sshKeys.userId, users.id))
    .where(eq(users.handle, handle.trim().toLowerCase()))
  const judge = (key: { blob: Buffer }) =>
    verifySshSignature({ armored: signature, message: nonce, namespace: sshNamespace, key })
  const verdicts = keys.map((key) => ({ key, verdict: judge(key) }))
  const found = verdicts.find(({ verdict }) => verdict.ok)
  if (!found) {
    // Who has no key, or no account, is answered like who has one that did not sign this.
    const telling = (keys.length > 0 ? verdicts.map(({ verdict }) => verdict) : [judge(nobodysKey)]).find(
      (verdict) => !verdict.ok && verdict.code !== 'wrong-key',
    )
    return refused(
      telling && !telling.ok ? telling.message : 'No registered key of this handle made that signature.',
    )
  }
  const { key } = found
  await returnLimit('sign-in-network', network)
  await db().update(sshKeys).set({ usedAt: new Date() }).where(eq(sshKeys.id, key.keyId))
  if (key.until && key.until.getTime() > Date.now())
    return ok({ ban: { userId: key.id, until: key.until, reason: key.reason ?? '' } })
  return ok({ id: key.id, handle: key.handle, voterId: key.voterId })
}

export const listSshKeys = (userId: number) =>
  db()
    .select({
      id: sshKeys.id,
      type: sshKeys.type,
      fingerprint: sshKeys.fingerprint,
      comment: sshKeys.comment,
      createdAt: sshKeys.createdAt,
      usedAt: sshKeys.usedAt,
    })
    .from(sshKeys)
    .where(eq(sshKeys.userId, userId))
    .orderBy(asc(sshKeys.id))

/** The avatar is drawn from the first key, else from the handle. */
async function redraw(tx: Transaction, viewer: Viewer): Promise<void> {
  const [first] = await tx
    .select({ blob: sshKeys.blob })
    .from(sshKeys)
    .where(eq(sshKeys.userId, viewer.id))
    .orderBy(asc(sshKeys.id))
    .limit(1)
  const art = first ? keyDigest(first.blob, 'sha256').toString('hex') : artOfHandle(viewer.handle)
  await tx.update(users).set({ art }).where(eq(users.id, viewer.id))
}

/** Registers a public key for signing in. */
export async function addSshKey(viewer: Viewer, line: string): Promise<Result<{ fingerprint: string }>> {
  const key = parsePublicKeyLine(line)
  if (!key.ok) return fail('invalid', key.message, { errors: [{ path: 'key', message: key.message }] })
  if (key.type === 'ssh-rsa' && key.bits < leastRsaBits) {
    const message = `An RSA key has at least ${leastRsaBits} bits here, this one ${key.bits}. Make one with ssh-keygen -t ed25519.`
    return fail('invalid', message, { errors: [{ path: 'key', message }] })
  }
  const print = fingerprint(key.blob, 'sha256')
  try {
    await db().transaction(async (tx) => {
      const held = await tx.select({ id: sshKeys.id }).from(sshKeys).where(eq(sshKeys.userId, viewer.id))
      if (held.length >= 10) throw new TooMany()
      await tx.insert(sshKeys).values({
        userId: viewer.id,
        type: key.type,
        blob: key.blob,
        fingerprint: print,
        comment: key.comment.slice(0, 100),
      })
      await redraw(tx, viewer)
    })
  } catch (error) {
    if (error instanceof TooMany) return fail('conflict', 'Ten keys are the most. Remove one first.')
    if (databaseError(error)?.kind === 'unique')
      return fail('conflict', 'This key is registered already.', {
        errors: [{ path: 'key', message: 'Registered already.' }],
      })
    throw error
  }
  await dropTags(cacheTags.user(viewer.handle))
  return ok({ fingerprint: print })
}

class TooMany extends Error {}

/** Removes one of the viewer's keys. */
export async function removeSshKey(viewer: Viewer, id: number): Promise<void> {
  await db().transaction(async (tx) => {
    await tx.delete(sshKeys).where(and(eq(sshKeys.id, id), eq(sshKeys.userId, viewer.id)))
    await redraw(tx, viewer)
  })
  await dropTags(cacheTags.user(viewer.handle))
}
