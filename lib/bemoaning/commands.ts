import { eq } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { bemoanings, type Connection, db, ranks } from '@/db'
import { announceAdded } from '@/db/invalidate'
import { renderDetails } from '@/lib/mention'
import { getSettings } from '@/lib/setting'
import { fingerprintOf } from '@/text/duplicates'
import { renderMarkdown } from '@/text/markdown'
import type { Card } from './card'
import { credentialIn, duplicateOf, sameAsKnown, unknownTag, waitsForJury } from './checks'
import type { NewBemoaning } from './input'
import { writeBemoaning } from './insert'
import { firstUse, type Once, onceOf } from './once'
import { limitBemoaning } from './rate'

/** What a list shows of it that is not about votes, bites and locks. */
export type NewCard = Omit<Card, 'art' | 'fixedAt' | 'bites' | 'bittenAt' | 'locked' | 'starter'>

export type Written = {
  id: number
  body: string
  status: 'published' | 'pending'
  version: number
  replayed: boolean
  /** If it is new: what its author may show of it. */
  card?: NewCard
}

const gone = fail('not-found', 'The text that this key created is gone.')

/** Returns the result of this key's first use; null if it was not used. */
async function replay(tx: Connection, once: Once): Promise<Result<Written> | null> {
  const used = await firstUse(tx, once)
  if (!used?.ok) return used
  const { bemoaningId } = used.value
  if (bemoaningId === undefined) return gone
  const [first] = await tx
    .select({ id: ranks.id, body: bemoanings.body, status: ranks.status, version: bemoanings.version })
    .from(ranks)
    .innerJoin(bemoanings, eq(bemoanings.id, ranks.id))
    .where(eq(ranks.id, bemoaningId))
  if (!first) return gone
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
  const { publishing } = await getSettings()
  // A name that becomes a link is none that its author posts.
  const read = { body: input.body, detailsHtml: details && renderMarkdown(details) }
  const waits = waitsForJury(viewer, { ...read, anonymous: input.anonymous ?? false }, publishing)
  const fingerprint = fingerprintOf(input.body)
  const once = onceOf(viewer.id, key, [input.body, details, input.tags, input.anonymous ?? false])
  // A repeated request does not count against the limit.
  const before = once ? await replay(db(), once) : null
  if (before) return before
  const limited = await limitBemoaning(viewer)
  if (limited) return limited
  const known = await sameAsKnown(fingerprint)
  if (known) return known
  const status = waits ? 'pending' : 'published'
  const text = {
    authorId: viewer.id,
    anonymous: input.anonymous ?? false,
    body: input.body,
    details,
    detailsHtml: await renderDetails(details),
    fingerprint,
  }
  const { outcome, id, subject, epoch } = await writeBemoaning(text, status, input.tags, once)
  if (outcome === 'used') return (once && (await replay(db(), once))) ?? gone
  if (outcome === 'duplicate') return duplicateOf(id, subject)
  if (outcome === 'unknown-tag') return unknownTag(subject)
  // Its author looks for it in the lists at once, perhaps through another node.
  if (status === 'published') await announceAdded(cacheTags.published)
  return ok({
    id,
    body: input.body,
    status,
    version: 1,
    replayed: false,
    card: newCard(viewer, { ...text, id, status, tags: subject.split(','), epoch }),
  })
}

/** A bemoaning as its author may see it at once, without reading it. */
const newCard = (
  viewer: Viewer,
  text: Pick<Card, 'id' | 'body' | 'detailsHtml' | 'status' | 'tags'> & { anonymous: boolean; epoch: number },
): NewCard => ({
  id: text.id,
  body: text.body,
  detailsHtml: text.detailsHtml,
  tags: text.tags,
  author: text.anonymous ? null : viewer.handle,
  createdAt: new Date(text.epoch * 1_000),
  editedAt: null,
  votes: { bemoan: 0, self_inflicted: 0 },
  comments: 0,
  state: 'broken',
  remedyId: null,
  status: text.status,
  version: 1,
})
