import { randomBytes } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { fail, ok, type Result } from '@/core/result'
import { db, sshKeys, users, voters } from '@/db'
import { type SshSignatureResult, signerOf, verifySshSignature } from '@/keys/sshsig'
import { returnLimit, spendLimit } from '@/lib/rate-limit'
import type { Account } from '../profile/account'
import type { Ban } from '../session/viewer'
import { spendChallenge } from './challenge'

/** The `-n` of the signing command; a signature for another purpose is refused. */
export const sshNamespace = 'signin@ibtsocs'

/** A shell, and its command that signs a nonce. */
export type SigningCommand = { shell: string; command: string }

/**
 * Returns the commands that sign a nonce. PowerShell and cmd end what they pipe with a line end, and echo of cmd keeps
 * a space before the bar.
 */
export function signingCommands(nonce: string): SigningCommand[] {
  const sign = `ssh-keygen -Y sign -n ${sshNamespace} -f`
  return [
    { shell: 'Linux, macOS, BSD', command: `printf %s ${nonce} | ${sign} ~/.ssh/id_ed25519` },
    { shell: 'PowerShell', command: `'${nonce}' | ${sign} "$HOME\\.ssh\\id_ed25519"` },
    { shell: 'cmd', command: `echo ${nonce}| ${sign} "%USERPROFILE%\\.ssh\\id_ed25519"` },
  ]
}

/** A key that no signature matches. */
const nobodysKey = { blob: randomBytes(51) }

/** What a shell may add to the nonce when it pipes it. */
const lineEnds = ['', '\n', '\r\n', '\r']

/** Verifies a signature of our nonce with a key; the signed text may end with one line end of any kind. */
export function judgeSignature(key: { blob: Buffer }, nonce: string, signature: string): SshSignatureResult {
  const judge = (end: string) =>
    verifySshSignature({ armored: signature, message: nonce + end, namespace: sshNamespace, key })
  return lineEnds
    .slice(1)
    .reduce(
      (verdict, end) => (verdict.ok || verdict.code !== 'bad-signature' ? verdict : judge(end)),
      judge(''),
    )
}

/**
 * Returns the account whose registered key signed the nonce. Any attempt uses the nonce, so that nothing can be
 * replayed.
 */
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
    return refused('That nonce was used or is too old. Sign the new one below.')
  const keys = await db()
    .select({
      id: users.id,
      handle: users.handle,
      voterId: voters.id,
      keyId: sshKeys.id,
      blob: sshKeys.blob,
      version: users.credentialVersion,
      until: users.bannedUntil,
      reason: users.banReason,
    })
    .from(users)
    .innerJoin(voters, eq(voters.userId, users.id))
    .innerJoin(sshKeys, eq(sshKeys.userId, users.id))
    .where(eq(users.handle, handle.trim().toLowerCase()))
  const verdicts = keys.map((key) => ({ key, verdict: judgeSignature(key, nonce, signature) }))
  const found = verdicts.find(({ verdict }) => verdict.ok)
  if (!found) {
    // Reveals only faults of the signature itself. Whether its key is registered must stay hidden: otherwise anybody
    // could try the public keys of others. Checking it with its own key costs the same in both cases.
    const signer = signerOf(signature)
    if (signer) judgeSignature({ blob: signer }, nonce, signature)
    const verdict = judgeSignature(nobodysKey, nonce, signature)
    return refused(
      verdict.ok || verdict.code === 'wrong-key'
        ? 'This signature doesn’t match any key of that handle.'
        : verdict.message,
    )
  }
  const { key } = found
  await returnLimit('sign-in-network', network)
  await db().update(sshKeys).set({ usedAt: sql`now()`, proven: true }).where(eq(sshKeys.id, key.keyId))
  if (key.until && key.until.getTime() > Date.now())
    return ok({ ban: { userId: key.id, until: key.until, reason: key.reason ?? '' } })
  return ok({ id: key.id, handle: key.handle, voterId: key.voterId, version: key.version })
}
