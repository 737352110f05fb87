import { eq } from 'drizzle-orm'
import { bemoanings, bemoaningTags, db, ranks, tags, users } from '@/db'
import { newBemoaning } from '@/lib/bemoaning'
import { createUser } from '@/lib/user'
import { fingerprintOf } from '@/text/duplicates'
import { parseFortune } from '@/text/fortune'
import { findSecrets } from '@/text/secrets'
import type { Voice } from './voice'

const importer = 'fortune'

async function importerId(): Promise<number> {
  const [known] = await db().select({ id: users.id }).from(users).where(eq(users.handle, importer))
  if (known) return known.id
  const made = await createUser(importer, null)
  if (!made.ok) throw new Error(made.message)
  return made.value.id
}

/** Returns why an entry of a fortune file cannot become a bemoaning; null if it can. */
function reasonAgainst(text: string): string | null {
  const parsed = newBemoaning.safeParse({ body: text, tags: ['legacy'] })
  if (!parsed.success) {
    const message = parsed.error.issues[0]?.message ?? 'not acceptable'
    if (/at least/.test(message) || /empty/.test(message)) return 'too short'
    return /the most|too long/.test(message) ? 'too long' : message
  }
  return findSecrets(text).some(({ severity }) => severity === 'credential')
    ? 'looks like a credential'
    : null
}

/**
 * Imports a fortune(6) file under the handle `fortune`. Each entry is imported whole or refused, and refusals are
 * counted by reason. A second run imports nothing twice.
 */
export async function importFortune(bytes: Buffer, { json, say }: Voice): Promise<number> {
  const [tag] = await db().select({ id: tags.id }).from(tags).where(eq(tags.name, 'legacy'))
  if (!tag) throw new Error('The tag legacy is missing.')
  const known = new Set(
    (await db().select({ fingerprint: bemoanings.fingerprint }).from(bemoanings)).map(
      (row) => row.fingerprint,
    ),
  )
  const refused = new Map<string, number>()
  let imported = 0
  let authorId: number | undefined
  let entries = 0
  await db().transaction(async (tx) => {
    for (const { text } of parseFortune(bytes)) {
      entries += 1
      const body = newBemoaning.shape.body.safeParse(text)
      const fingerprint = body.success ? fingerprintOf(body.data) : ''
      const why = reasonAgainst(text) ?? (known.has(fingerprint) ? 'there already' : null)
      if (why || !body.success) {
        refused.set(why ?? 'not acceptable', (refused.get(why ?? 'not acceptable') ?? 0) + 1)
        continue
      }
      known.add(fingerprint)
      authorId ??= await importerId()
      const [row] = await tx
        .insert(bemoanings)
        .values({ authorId, body: body.data, fingerprint })
        .returning({ id: bemoanings.id })
      if (!row) throw new Error('insert returned nothing')
      // In the file's order, one second apart, and 30 days old, so that they do not crowd out new bemoanings.
      await tx.insert(ranks).values({ id: row.id, epoch: Date.now() / 1000 - 30 * 86_400 + imported })
      await tx.insert(bemoaningTags).values({ bemoaningId: row.id, tagId: tag.id })
      imported += 1
    }
  })
  const result = { entries, imported, refused: Object.fromEntries(refused) }
  if (json) say(JSON.stringify(result))
  else {
    say(`${imported} of ${entries} imported`)
    for (const [why, count] of refused) say(`${count} refused: ${why}`)
  }
  // Nothing was imported, and not because it exists already: this was probably the wrong file.
  return imported === 0 && entries > 0 && !refused.has('there already') ? 1 : 0
}
