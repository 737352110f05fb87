import { eq } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { bemoanings, type Connection, db, ranks } from '@/db'
import { announceAdded } from '@/db/invalidate'
import { retrying } from '@/db/retry'
import { renderDetails } from '@/lib/mention'
import { fingerprintOf } from '@/text/duplicates'
import { renderMarkdown } from '@/text/markdown'
import { credentialIn, lockText, sameText, tagIds, waitsForJury } from './checks'
import type { NewBemoaning } from './input'
import { insertBemoaning } from './insert'
import { firstUse, lockKey, noteUse, type Once, onceOf } from './once'
import { limitBemoaning } from './rate'

export type Written = {
  id: number
  body: string
  status: 'published' | 'pending'
  version: number
  replayed: boolean
}

/** Returns the result of this key's first use; null if it was not used. */
async function replay(tx: Connection, once: Once): Promise<Result<Written> | null> {
  const used = await firstUse(tx, once)
  if (!used?.ok) return used
  const { bemoaningId } = used.value
  if (bemoaningId === undefined) return fail('not-found', 'The text that this key created is gone.')
  const [first] = await tx
    .select({ id: ranks.id, body: bemoanings.body, status: ranks.status, version: bemoanings.version })
    .from(ranks)
    .innerJoin(bemoanings, eq(bemoanings.id, ranks.id))
    .where(eq(ranks.id, bemoaningId))
  if (!first) return fail('not-found', 'The text that this key created is gone.')
  return ok({ ...first, status: first.status === 'pending' ? 'pending' : 'published', replayed: true })
}

/**
 * Publishes a bemoaning, or hands it to the jury.
 * @param viewer the signed-in author
 * @param input checked by `newBemoaning`
 * @param key idempotency key: the same key and input within a day make one bemoaning
 * @returns what was written; `duplicate` with a link when the same text came within a day
 */
export async function bemoan(viewer: Viewer, input: NewBemoaning, key?: string): Promise<Result<Written>> {
  demand(viewer, 'write')
  const secret = credentialIn({ body: input.body, details: input.details })
  if (secret) return secret
  const details = input.details || null
  const waits = await waitsForJury(viewer, {
    body: input.body,
    // A name that becomes a link is none that its author posts.
    detailsHtml: details && renderMarkdown(details),
    anonymous: input.anonymous ?? false,
  })
  const fingerprint = fingerprintOf(input.body)
  const once = onceOf(viewer.id, key, [input.body, details, input.tags, input.anonymous ?? false])
  // A repeated request does not count against the limit.
  const before = once ? await replay(db(), once) : null
  if (before) return before
  const limited = await limitBemoaning(viewer)
  if (limited) return limited
  const written = await retrying(() =>
    db().transaction(async (tx): Promise<Result<Written>> => {
      if (once) {
        await lockKey(tx, once)
        const before = await replay(tx, once)
        if (before) return before
      }
      await lockText(tx, fingerprint)
      const twin = await sameText(tx, fingerprint)
      if (twin) return twin
      const ids = await tagIds(tx, input.tags)
      if (!ids.ok) return ids
      const status = waits ? 'pending' : 'published'
      const values = {
        authorId: viewer.id,
        anonymous: input.anonymous ?? false,
        body: input.body,
        details,
        detailsHtml: await renderDetails(details, tx),
        fingerprint,
      }
      const id = await insertBemoaning(tx, values, status, ids.value)
      if (once) await noteUse(tx, once, { bemoaningId: id })
      return ok({ id, body: input.body, status, version: 1, replayed: false })
    }),
  )
  // Its author looks for it in the lists at once, perhaps through another node.
  if (written.ok && written.value.status === 'published') await announceAdded(cacheTags.published)
  return written
}
