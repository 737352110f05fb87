import { createChallenge, verifySolution } from 'altcha-lib/v1'
import { z } from 'zod'
import { sign } from '@/core/crypto'
import { type Failure, fail } from '@/core/result'
import { db, sshChallenges } from '@/db'

const minutes = 30
/** A browser tries half of these numbers on average, which takes about a second. */
export const mostNumbers = 150_000

const key = (): string => sign('proof', 'of work')

const sheet = z.strictObject({
  challenge: z.string().regex(/^[0-9a-f]{64}$/),
  salt: z.string().max(200),
  signature: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Proof = z.infer<typeof sheet>

/** Creates a task that takes a computer a second: which number, after the salt, has this SHA-256? Stores nothing. */
export async function newProof(): Promise<Proof> {
  const { challenge, salt, signature } = await createChallenge({
    algorithm: 'SHA-256',
    hmacKey: key(),
    maxNumber: mostNumbers,
    expires: new Date(Date.now() + minutes * 60_000),
  })
  return { challenge, salt, signature }
}

/** Encodes a task as one form field. */
export const writeProof = (proof: Proof): string => Buffer.from(JSON.stringify(proof)).toString('base64url')

function readProof(text: string): Proof | null {
  try {
    const read = sheet.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

const refused = (message: string): Failure =>
  fail('invalid', message, { errors: [{ path: 'answer', message }] })

/**
 * Checks the answer to one of our tasks and marks it as used, so that one answer sends one form.
 * @param text the task, as `writeProof` encoded it
 * @param answer the number found
 */
export async function spendProof(
  text: string | undefined,
  answer: string | undefined,
): Promise<Failure | null> {
  const proof = text ? readProof(text) : null
  const number = /^\d{1,7}$/.test(answer ?? '') ? Number(answer) : null
  if (!proof || number === null)
    return refused(
      'The proof of work is missing. We kept your text; sign in, or let the script find the number.',
    )
  const right = await verifySolution({ algorithm: 'SHA-256', number, ...proof }, key(), true)
  if (!right)
    return refused('That number is wrong or older than half an hour. We kept your text; here is a new task.')
  const used = await db()
    .insert(sshChallenges)
    .values({ nonce: `proof:${proof.challenge}`, expiresAt: new Date(Date.now() + minutes * 60_000) })
    .onConflictDoNothing()
    .returning({ nonce: sshChallenges.nonce })
  return used.length > 0 ? null : refused('That number has been used. We kept your text; here is a new task.')
}
