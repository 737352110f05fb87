import { db } from '@/db'
import { renderMarkdown } from '../markdown'
import { spendProof } from '../proof'
import { spendLimit } from '../rate'
import { ok, type Result } from '../result'
import { steps } from '../user/trust'
import { credentialIn, lockText, sameText, tagIds } from './checks'
import { fingerprintOf } from './fingerprint'
import type { NewBemoaning } from './input'
import { insertBemoaning } from './insert'

/** What somebody without an account sends along with a bemoaning. */
export type SignedOut = { proof?: string | undefined; answer?: string | undefined; network: string }

/**
 * Hands a bemoaning by nobody to the jury. What it costs is a proof of work; how often, is counted by network.
 * Everything that may be wrong with the text is found before the proof is used up.
 */
export async function bemoanSignedOut(input: NewBemoaning, from: SignedOut): Promise<Result<{ id: number }>> {
  const secret = credentialIn({ body: input.body, details: input.details })
  if (secret) return secret
  const details = input.details || null
  const fingerprint = fingerprintOf(input.body)
  const found = await db().transaction(
    async (tx) => (await sameText(tx, fingerprint)) ?? tagIds(tx, input.tags),
  )
  if (!found.ok) return found
  const wrong = await spendProof(from.proof, from.answer)
  if (wrong) return wrong
  const limited = await spendLimit(steps.visitor.bemoan, from.network)
  if (limited.failure) return limited.failure
  const values = {
    authorId: null,
    anonymous: true,
    body: input.body,
    details,
    detailsHtml: details ? renderMarkdown(details) : null,
    fingerprint,
  }
  return db().transaction(async (tx): Promise<Result<{ id: number }>> => {
    await lockText(tx, fingerprint)
    const twin = await sameText(tx, fingerprint)
    return twin ?? ok({ id: await insertBemoaning(tx, values, 'pending', found.value) })
  })
}
