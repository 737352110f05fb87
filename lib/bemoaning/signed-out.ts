import { ok, type Result } from '@/core/result'
import { db } from '@/db'
import { returnLimit, spendLimit, spendProof } from '@/lib/rate-limit'
import { steps } from '@/lib/user'
import { fingerprintOf } from '@/text/duplicates'
import { renderMarkdown } from '@/text/markdown'
import { credentialIn, lockText, sameText, tagIds } from './checks'
import type { NewBemoaning } from './input'
import { insertBemoaning } from './insert'

/** What somebody without an account sends along with a bemoaning. */
export type SignedOut = { proof?: string | undefined; answer?: string | undefined; network: string }

/**
 * Hands a bemoaning by nobody to the jury. What it costs is a proof of work; how often, is counted by network.
 *
 * The order is: what anybody can know, the count, the proof, and only then what is stored. Whether a text has been
 * bemoaned already says something, so asking costs one of the hour's tries and a proof, whatever comes of it. Mistakes in
 * what is public (a credential in the text, a tag that is not on the list, a proof that is missing, wrong or too old) say
 * nothing that `/tags` does not, so the try is given back, and the proof has not been looked at.
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
    detailsHtml: details ? renderMarkdown(details) : null,
    fingerprint,
  }
  return db().transaction(async (tx): Promise<Result<{ id: number }>> => {
    await lockText(tx, fingerprint)
    const twin = await sameText(tx, fingerprint)
    return twin ?? ok({ id: await insertBemoaning(tx, values, 'pending', tags.value) })
  })
}
