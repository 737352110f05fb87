import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { db, users } from '@/db'
import { announceRemoval } from '@/db/invalidate'
import { textInput } from '@/text/input'
import { findSecrets } from '@/text/secrets'

/** Longest line about oneself, in grapheme clusters. */
export const aboutMax = 300

/** A line about oneself, as stored: in one line. Empty: none. */
export const aboutInput = textInput('The line', 0, aboutMax).overwrite((text) => text.replace(/\s+/g, ' '))

export const accountChange = z.strictObject({ about: aboutInput.nullable() })

/** Sets the line on the viewer's page. @param about empty or null: none */
export async function setAbout(
  viewer: Viewer,
  about: string | null,
): Promise<Result<{ about: string | null }>> {
  demand(viewer, 'account')
  const line = about || null
  const secret = line && findSecrets(line).find(({ severity }) => severity === 'credential')
  if (secret) {
    const message = `This looks like a real credential (${secret.label}). Remove it, and replace it with a new one.`
    return fail('invalid', message, { errors: [{ path: 'about', message }] })
  }
  await db().transaction(async (tx) => {
    await tx.update(users).set({ about: line }).where(eq(users.id, viewer.id))
    await announceRemoval(tx, cacheTags.user(viewer.handle))
  })
  return ok({ about: line })
}
