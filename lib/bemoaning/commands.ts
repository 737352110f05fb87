import { and, eq, inArray, sql } from 'drizzle-orm'
import {
  bemoanings,
  bemoaningTags,
  db,
  idempotencyKeys,
  ranks,
  revisions,
  type Transaction,
  tags,
} from '@/db'
import { cacheTags } from '../cache-tags'
import type { Viewer } from '../context'
import { sha256 } from '../crypto'
import { dropTags } from '../drop'
import { renderMarkdown } from '../markdown'
import { paths } from '../paths'
import { type Failure, fail, ok, type Result } from '../result'
import { findSecrets } from '../secrets'
import { getSettings } from '../setting'
import { editMinutes } from './edit-window'
import { fingerprintOf } from './fingerprint'
import type { BemoaningChange, NewBemoaning } from './input'

const dayMs = 86_400_000

export type Written = {
  id: number
  body: string
  status: 'published' | 'pending'
  version: number
  replayed: boolean
}

const hasLink = (text: string): boolean => /\bhttps?:\/\/|\bwww\.[a-z0-9]/i.test(text)

/** Real credentials never get in, whatever the browser let through. */
function credentialIn(...texts: (string | null | undefined)[]): Failure | null {
  for (const [index, text] of texts.entries()) {
    const found = text ? findSecrets(text).find((secret) => secret.severity === 'credential') : undefined
    if (found) {
      const path = index === 0 ? 'body' : 'details'
      const message = `This looks like a real credential (${found.label}). Take it out, and change it: it has left your keyboard.`
      return fail('invalid', message, { errors: [{ path, message }] })
    }
  }
  return null
}

async function tagIds(tx: Transaction, names: readonly string[]): Promise<Result<number[]>> {
  const rows = await tx
    .select({ id: tags.id, name: tags.name })
    .from(tags)
    .where(inArray(tags.name, [...names]))
  const unknown = names.find((name) => !rows.some((row) => row.name === name))
  if (unknown === undefined) return ok(rows.map((row) => row.id))
  const message = `There is no tag “${unknown}”. The list is at /tags.`
  return fail('invalid', message, { errors: [{ path: 'tags', message }] })
}

/** The same text within a day, by anybody. Callers hold the fingerprint's lock. */
async function sameText(tx: Transaction, fingerprint: string, except = 0): Promise<Failure | null> {
  const [twin] = await tx
    .select({ id: bemoanings.id, body: bemoanings.body })
    .from(bemoanings)
    .innerJoin(ranks, eq(ranks.id, bemoanings.id))
    .where(
      and(
        eq(bemoanings.fingerprint, fingerprint),
        sql`${bemoanings.createdAt} > now() - interval '24 hours' and ${bemoanings.id} <> ${except} and ${ranks.status} in ('published', 'pending')`,
      ),
    )
    .limit(1)
  if (!twin) return null
  return fail(
    'duplicate',
    `This has been bemoaned already today, as #${twin.id}. Vote on that one instead; your text is kept here.`,
    {
      link: paths.bemoaning(twin.id, twin.body),
    },
  )
}

const lockText = (tx: Transaction, fingerprint: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${fingerprint}, 1))`)

/** What happened the first time this key was used, if it was. */
async function replay(
  tx: Transaction,
  viewer: Viewer,
  key: string,
  request: string,
): Promise<Result<Written> | null> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${viewer.id}/${key}`}, 2))`)
  await tx.delete(idempotencyKeys).where(sql`${idempotencyKeys.createdAt} < now() - interval '24 hours'`)
  const [row] = await tx
    .select({ request: idempotencyKeys.request, id: idempotencyKeys.bemoaningId })
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.userId, viewer.id), eq(idempotencyKeys.key, key)))
  if (!row) return null
  if (row.request !== request || row.id === null) {
    return fail('invalid', 'This Idempotency-Key was used for another request.', {
      errors: [{ path: 'Idempotency-Key', message: 'Used already.' }],
    })
  }
  const [first] = await tx
    .select({ id: ranks.id, body: bemoanings.body, status: ranks.status, version: bemoanings.version })
    .from(ranks)
    .innerJoin(bemoanings, eq(bemoanings.id, ranks.id))
    .where(eq(ranks.id, row.id))
  if (!first) return fail('not-found', 'What this key made is gone.')
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
  const secret = credentialIn(input.body, input.details)
  if (secret) return secret
  const { publishing } = await getSettings()
  const young = Date.now() - viewer.createdAt.getTime() < dayMs
  const waits =
    (young && hasLink(`${input.body} ${input.details ?? ''}`)) ||
    (publishing === 'jury' && (young || input.anonymous || hasLink(input.body)))
  const details = input.details || null
  const detailsHtml = details ? renderMarkdown(details) : null
  const fingerprint = fingerprintOf(input.body)
  const request = sha256(
    JSON.stringify([input.body, details, input.tags, input.anonymous ?? false]),
  ).toString('hex')
  return db().transaction(async (tx): Promise<Result<Written>> => {
    const before = key ? await replay(tx, viewer, key, request) : null
    if (before) return before
    await lockText(tx, fingerprint)
    const twin = await sameText(tx, fingerprint)
    if (twin) return twin
    const ids = await tagIds(tx, input.tags)
    if (!ids.ok) return ids
    const [row] = await tx
      .insert(bemoanings)
      .values({
        authorId: viewer.id,
        anonymous: input.anonymous ?? false,
        body: input.body,
        details,
        detailsHtml,
        fingerprint,
      })
      .returning({ id: bemoanings.id })
    if (!row) throw new Error('insert returned nothing')
    const status = waits ? 'pending' : 'published'
    await tx.insert(ranks).values({ id: row.id, status })
    await tx.insert(bemoaningTags).values(ids.value.map((tagId) => ({ bemoaningId: row.id, tagId })))
    if (key) await tx.insert(idempotencyKeys).values({ userId: viewer.id, key, request, bemoaningId: row.id })
    return ok({ id: row.id, body: input.body, status, version: 1, replayed: false })
  })
}

/**
 * Changes one's own bemoaning within the edit window; the old text is kept for moderators.
 * @param version the version the author read, or null to change whatever is there
 */
export async function editBemoaning(
  viewer: Viewer,
  id: number,
  change: BemoaningChange,
  version: number | null,
): Promise<Result<Written>> {
  const secret = credentialIn(change.body, change.details)
  if (secret) return secret
  const result = await db().transaction(async (tx): Promise<Result<Written>> => {
    const [now] = await tx
      .select({
        body: bemoanings.body,
        details: bemoanings.details,
        version: bemoanings.version,
        status: ranks.status,
        late: sql<boolean>`${bemoanings.createdAt} < now() - make_interval(mins => ${editMinutes})`,
        locked: sql<boolean>`${bemoanings.lockedAt} is not null`,
      })
      .from(bemoanings)
      .innerJoin(ranks, eq(ranks.id, bemoanings.id))
      .where(and(eq(bemoanings.id, id), eq(bemoanings.authorId, viewer.id)))
      .for('update', { of: bemoanings })
    if (!now || now.status === 'removed' || now.status === 'rejected')
      return fail('not-found', 'You have no such bemoaning.')
    if (version !== null && version !== now.version)
      return fail('stale', 'It has been changed since you read it. Read it again; your text is kept.')
    if (now.locked) return fail('forbidden', 'This bemoaning is locked.')
    if (now.late)
      return fail('forbidden', `A bemoaning can be edited for ${editMinutes} minutes; that time is over.`)
    const body = change.body ?? now.body
    const details = change.details === undefined ? now.details : change.details || null
    const fingerprint = fingerprintOf(body)
    await lockText(tx, fingerprint)
    const twin = await sameText(tx, fingerprint, id)
    if (twin) return twin
    const ids = change.tags ? await tagIds(tx, change.tags) : null
    if (ids && !ids.ok) return ids
    await tx
      .insert(revisions)
      .values({ bemoaningId: id, version: now.version, body: now.body, details: now.details })
    await tx
      .update(bemoanings)
      .set({
        body,
        details,
        detailsHtml: details ? renderMarkdown(details) : null,
        fingerprint,
        version: now.version + 1,
        editedAt: new Date(),
      })
      .where(eq(bemoanings.id, id))
    if (ids) {
      await tx.delete(bemoaningTags).where(eq(bemoaningTags.bemoaningId, id))
      await tx.insert(bemoaningTags).values(ids.value.map((tagId) => ({ bemoaningId: id, tagId })))
    }
    return ok({
      id,
      body,
      status: now.status === 'pending' ? 'pending' : 'published',
      version: now.version + 1,
      replayed: false,
    })
  })
  if (result.ok) await dropTags(cacheTags.bemoaning(id))
  return result
}

/** Takes one's own bemoaning back: its text goes, its address answers 410, votes and comments go with it. */
export async function takeBack(viewer: Viewer, id: number): Promise<Result<null>> {
  const gone = await db().transaction(async (tx) => {
    const [row] = await tx
      .update(bemoanings)
      .set({
        body: '(taken back by its author)',
        details: null,
        detailsHtml: null,
        fingerprint: '',
        editedAt: new Date(),
      })
      .where(and(eq(bemoanings.id, id), eq(bemoanings.authorId, viewer.id)))
      .returning({ id: bemoanings.id })
    if (!row) return false
    await tx.delete(revisions).where(eq(revisions.bemoaningId, id))
    await tx.update(ranks).set({ status: 'removed' }).where(eq(ranks.id, id))
    return true
  })
  if (!gone) return fail('not-found', 'You have no such bemoaning.')
  await dropTags(cacheTags.bemoaning(id))
  return ok(null)
}
