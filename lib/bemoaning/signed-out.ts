import { ok, type Result } from '@/core/result'
import { db } from '@/db'
import { renderDetails } from '@/lib/mention'
import { returnLimit, spendLimit, spendProof } from '@/lib/rate-limit'
import { steps } from '@/lib/user'
import { fingerprintOf } from '@/text/duplicates'
import { credentialIn, lockText, sameText, tagIds } from './checks'
import type { NewBemoaning } from './input'
import { insertBemoaning } from './insert'

/** The data that a visitor without an account sends with a bemoaning. */
export type SignedOut = { proof?: string | undefined; answer?: string | undefined; network: string }

/**
 * Hands a bemoaning by a visitor to the jury. It costs a proof of work, and is limited by network.
 *
 * The order is: checks of public facts, the limit, the proof, and only then stored data. Whether a text was already
 * bemoaned is information, so each check costs one of the hour's tries and a proof, whatever the result. Errors in
 * public facts (a credential in the text, an unknown tag, a proof that is missing, wrong or too old) reveal nothing
 * that `/tags` does not, so the try is returned and no proof is spent.
 */
export async function bemoanSignedOut(input: NewBemoaning, from: SignedOut): Promise<Result<{ id: number }>> {
  const secret = credentialIn({ body: input.body, details: input.details })
  if (secret) return secret
  const limit = steps.visitor.bemoan
  const limited = await spendLimit(limit, from.network)
  if (limited.failure) return limited.failure
  const tags = await db().transaction((tx) => tagIds(tx, input.tags))
  if (!tags.ok) {
    await returnLimit(limit, from.network)
    return tags
  }
  const unproved = await spendProof(from.proof, from.answer)
  if (unproved) {
    await returnLimit(limit, from.network)
    return unproved
  }
  const details = input.details || null
  const fingerprint = fingerprintOf(input.body)
  const values = {
    authorId: null,
    anonymous: true,
    body: input.body,
    details,
    detailsHtml: await renderDetails(details),
    fingerprint,
  }
  return db().transaction(async (tx): Promise<Result<{ id: number }>> => {
    await lockText(tx, fingerprint)
    const twin = await sameText(tx, fingerprint)
    return twin ?? ok({ id: await insertBemoaning(tx, values, 'pending', tags.value) })
  })
}
