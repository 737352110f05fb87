import { and, eq, isNull, sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { bemoanings, bemoaningTags, db, ranks, revisions } from '@/db'
import { announceRemoval } from '@/db/invalidate'
import { retrying } from '@/db/retry'
import { renderDetails } from '@/lib/mention'
import { getSettings } from '@/lib/setting'
import { fingerprintOf } from '@/text/duplicates'
import { renderMarkdown } from '@/text/markdown'
import { credentialIn, lockText, sameText, tagIds, waitsForJury } from './checks'
import type { Written } from './commands'
import { type BemoaningChange, editMinutes } from './input'
import { lockRank, lockWritable } from './lock'

/** Whose text it is, for the two ways to be an author: an account, or the browser that sent it signed out. */
export type Author = {
  /** Null: sent signed out. */
  id: number | null
  /** True if the changed text must be reviewed before it is published. */
  waits: (text: { body: string; detailsHtml: string | null; anonymous: boolean }) => boolean
}

/**
 * Changes the viewer's own bemoaning within the edit window; the old text is kept for moderators.
 * @param version the version the author read, or null to change any version
 */
export async function editBemoaning(
  viewer: Viewer,
  id: number,
  change: BemoaningChange,
  version: number | null,
): Promise<Result<Written>> {
  demand(viewer, 'write')
  const { publishing } = await getSettings()
  return rewrite(
    { id: viewer.id, waits: (text) => waitsForJury(viewer, text, publishing) },
    id,
    change,
    version,
  )
}

/** `editBemoaning` for an author whose right to it the caller has checked. */
export async function rewrite(
  author: Author,
  id: number,
  change: BemoaningChange,
  version: number | null,
): Promise<Result<Written>> {
  const secret = credentialIn({ body: change.body, details: change.details })
  if (secret) return secret
  return retrying(() =>
    db().transaction(async (tx): Promise<Result<Written>> => {
      const held = await lockWritable(tx, id, { author: author.id, pending: true })
      if (!held.ok) return held
      const [now] = await tx
        .select({
          body: bemoanings.body,
          details: bemoanings.details,
          version: bemoanings.version,
          anonymous: bemoanings.anonymous,
          late: sql<boolean>`${bemoanings.createdAt} < now() - make_interval(mins => ${editMinutes})`,
        })
        .from(bemoanings)
        .where(eq(bemoanings.id, id))
        .for('update')
      if (!now) return fail('not-found', 'That isn’t one of your bemoanings.')
      if (version !== null && version !== now.version)
        return fail('stale', 'This has changed since you read it. Read it again; we kept your text.')
      if (now.late)
        return fail(
          'forbidden',
          `You can edit a bemoaning for ${editMinutes} minutes, and that time is over.`,
        )
      const body = change.body ?? now.body
      const details = change.details === undefined ? now.details : change.details || null
      const waits = author.waits({
        body,
        detailsHtml: details && renderMarkdown(details),
        anonymous: now.anonymous,
      })
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
          detailsHtml: await renderDetails(details, tx),
          fingerprint,
          version: now.version + 1,
          editedAt: new Date(),
        })
        .where(eq(bemoanings.id, id))
      if (waits) await tx.update(ranks).set({ status: 'pending' }).where(eq(ranks.id, id))
      if (ids) {
        await tx.delete(bemoaningTags).where(eq(bemoaningTags.bemoaningId, id))
        await tx.insert(bemoaningTags).values(ids.value.map((tagId) => ({ bemoaningId: id, tagId })))
      }
      const status = waits || held.value.status === 'pending' ? 'pending' : 'published'
      await announceRemoval(
        tx,
        cacheTags.bemoaning(id),
        ...(status === 'pending' ? [cacheTags.removals] : []),
      )
      return ok({ id, body, status, version: now.version + 1, replayed: false })
    }),
  )
}

/**
 * Deletes the viewer's own bemoaning: its text, votes and comments disappear, and its address responds 410. Doing it
 * again changes nothing. One that a moderator removed stays as it was, with the reason.
 */
export function takeBack(viewer: Viewer, id: number): Promise<Result<null>> {
  demand(viewer, 'write')
  return erase(viewer.id, id)
}

/** `takeBack` for an author whose right to it the caller has checked; null: sent signed out. */
export async function erase(authorId: number | null, id: number): Promise<Result<null>> {
  const own = authorId === null ? isNull(bemoanings.authorId) : eq(bemoanings.authorId, authorId)
  return retrying(() =>
    db().transaction(async (tx): Promise<Result<null>> => {
      const status = await lockRank(tx, id)
      const [held] = await tx
        .select({ fingerprint: bemoanings.fingerprint })
        .from(bemoanings)
        .where(and(eq(bemoanings.id, id), own))
        .for('update')
      if (!held || !status) return fail('not-found', 'That isn’t one of your bemoanings.')
      if (status === 'removed')
        return held.fingerprint === ''
          ? ok(null)
          : fail('gone', 'A moderator has already removed this bemoaning.')
      await tx
        .update(bemoanings)
        .set({
          body: '(deleted by its author)',
          details: null,
          detailsHtml: null,
          ending: null,
          endedAt: null,
          fingerprint: '',
          editedAt: new Date(),
        })
        .where(eq(bemoanings.id, id))
      await tx.delete(revisions).where(eq(revisions.bemoaningId, id))
      await tx.update(ranks).set({ status: 'removed' }).where(eq(ranks.id, id))
      await announceRemoval(tx, cacheTags.bemoaning(id), cacheTags.removals)
      return ok(null)
    }),
  )
}
