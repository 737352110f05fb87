import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { parse } from 'yaml'
import { z } from 'zod'
import { db, juryKnown } from '@/db'
import { rejectReasonNames } from '@/lib/jury'

const base = {
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  body: z.string().min(20).max(500),
  tags: z.array(z.string()).min(1).max(3),
}

const known = z.discriminatedUnion('answer', [
  z.strictObject({ ...base, answer: z.literal('publish') }),
  z.strictObject({ ...base, answer: z.literal('reject'), reason: z.enum(rejectReasonNames) }),
])

/** Reads the texts whose right verdict is known, from content/jury.yaml. @throws ZodError if the file is invalid */
export const readKnown = (content = 'content') =>
  z.array(known).parse(parse(readFileSync(join(content, 'jury.yaml'), 'utf8')))

/** Stores them, and deactivates those that are no longer in the file. */
export async function writeKnown(entries = readKnown()): Promise<void> {
  const rows = entries.map((entry) => ({ ...entry, reason: 'reason' in entry ? entry.reason : null }))
  await db().transaction(async (tx) => {
    await tx
      .update(juryKnown)
      .set({ active: false, number: null })
      .where(
        sql`${juryKnown.id} <> all(${sql.param(rows.map(({ id }) => id))}::text[]) and ${juryKnown.active}`,
      )
    if (rows.length === 0) return
    await tx
      .insert(juryKnown)
      .values(rows)
      .onConflictDoUpdate({
        target: juryKnown.id,
        set: {
          answer: sql`excluded.answer`,
          reason: sql`excluded.reason`,
          body: sql`excluded.body`,
          tags: sql`excluded.tags`,
          active: true,
        },
        setWhere: sql`
          (jury_known.answer, jury_known.reason, jury_known.body, jury_known.tags, jury_known.active)
          is distinct from
          (excluded.answer, excluded.reason, excluded.body, excluded.tags, true)`,
      })
  })
}
