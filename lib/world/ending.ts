import { and, eq, isNull, sql } from 'drizzle-orm'
import { bemoanings, db, ranks } from '@/db'
import { credentialIn, hasLink } from '../bemoaning/checks'
import { cacheTags } from '../cache-tags'
import type { Viewer } from '../context'
import { dropTags } from '../drop'
import { isModerator, logModeration } from '../moderation/log'
import { fail, ok, type Result } from '../result'
import { isYoung } from '../user/trust'

const published = (id: number) =>
  sql`exists (select 1 from ${ranks} where ${ranks.id} = ${id} and ${ranks.status} = 'published')`

/** Adds how one's own bemoaning ended: once, and for good. */
export async function addEnding(viewer: Viewer, id: number, ending: string): Promise<Result<null>> {
  const secret = credentialIn(ending)
  if (secret) return { ...secret, errors: [{ path: 'ending', message: secret.message }] }
  if (isYoung(viewer) && hasLink(ending))
    return fail(
      'forbidden',
      'An account younger than a day posts no links. Leave it out, or come back tomorrow.',
    )
  const [found] = await db()
    .select({ ended: sql<boolean>`${bemoanings.ending} is not null` })
    .from(bemoanings)
    .where(and(eq(bemoanings.id, id), eq(bemoanings.authorId, viewer.id), published(id)))
  if (!found) return fail('not-found', 'You have no such bemoaning.')
  const told = found.ended
    ? []
    : await db()
        .update(bemoanings)
        .set({ ending, endedAt: new Date() })
        .where(and(eq(bemoanings.id, id), eq(bemoanings.authorId, viewer.id), isNull(bemoanings.ending)))
        .returning({ id: bemoanings.id })
  if (told.length === 0)
    return fail('conflict', 'It has its ending already, and there is one. Your text is kept here.')
  await dropTags(cacheTags.bemoaning(id))
  return ok(null)
}

/** Takes an ending out again, as a moderator, with the reason into the public log. */
export async function removeEnding(viewer: Viewer, id: number, reason: string): Promise<Result<null>> {
  if (!isModerator(viewer)) return fail('forbidden', 'Moderators do this.')
  const gone = await db().transaction(async (tx) => {
    const rows = await tx
      .update(bemoanings)
      .set({ ending: null, endedAt: null })
      .where(and(eq(bemoanings.id, id), sql`${bemoanings.ending} is not null`))
      .returning({ id: bemoanings.id })
    if (rows.length > 0) await logModeration(tx, viewer, 'remove the ending', { bemoaningId: id }, reason)
    return rows.length > 0
  })
  if (!gone) return fail('not-found', 'There is no ending to remove.')
  await dropTags(cacheTags.bemoaning(id))
  return ok(null)
}
