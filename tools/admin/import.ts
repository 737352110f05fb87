import { bemoanings, bemoaningTags, db, ranks, type Transaction, tags } from '@/db'
import { newBemoaning } from '@/lib/bemoaning'
import { fingerprintOf } from '@/text/duplicates'
import { renderMarkdown } from '@/text/markdown'
import { findSecrets } from '@/text/secrets'
import type { Voice } from './form'

/** An entry of a file, before it is checked. */
export type Entry = {
  body: unknown
  details?: unknown
  tags: readonly string[]
  author: string | null
  epoch: number
}

/** Returns an entry's author as a user's number, or why there is none. */
export type AuthorOf = (handle: string) => Promise<number | { refused: string }>

/** Returns why an entry cannot become a bemoaning; null if it can. */
function reasonAgainst({ body, details, tags: names }: Entry, fallback: string): string | null {
  const parsed = newBemoaning.safeParse({ body, details, tags: names })
  if (!parsed.success) {
    const message = parsed.error.issues[0]?.message ?? fallback
    if (/at least/.test(message) || /empty/.test(message)) return 'too short'
    return /the most|too long/.test(message) ? 'too long' : message
  }
  const secret = [body, details ?? ''].some((text) =>
    findSecrets(String(text)).some(({ severity }) => severity === 'credential'),
  )
  return secret ? 'looks like a credential' : null
}

type Checked = { entry: Entry; authorId: number | null; tagIds: number[]; fingerprint: string }

async function insert(tx: Transaction, { entry, authorId, tagIds, fingerprint }: Checked): Promise<void> {
  const { body, details } = newBemoaning.parse({ body: entry.body, details: entry.details, tags: entry.tags })
  const createdAt = new Date(entry.epoch * 1_000)
  const [row] = await tx
    .insert(bemoanings)
    .values({
      authorId,
      anonymous: authorId === null,
      body,
      details: details || null,
      detailsHtml: details ? renderMarkdown(details) : null,
      fingerprint,
      createdAt,
    })
    .returning({ id: bemoanings.id })
  if (!row) throw new Error('insert returned nothing')
  await tx.insert(ranks).values({ id: row.id, epoch: entry.epoch })
  await tx.insert(bemoaningTags).values(tagIds.map((tagId) => ({ bemoaningId: row.id, tagId })))
}

/**
 * Imports entries in one transaction. Each is imported whole or refused, and refusals are counted by reason. A second
 * run imports nothing twice.
 * @returns 1 if nothing was imported, and not because it exists already: this was probably the wrong file
 */
export async function importEntries(
  entries: Iterable<Entry>,
  authorOf: AuthorOf,
  { json, say }: Voice,
): Promise<number> {
  const tagIds = new Map(
    (await db().select({ id: tags.id, name: tags.name }).from(tags)).map(({ id, name }) => [name, id]),
  )
  const known = new Set(
    (await db().select({ fingerprint: bemoanings.fingerprint }).from(bemoanings)).map(
      (row) => row.fingerprint,
    ),
  )
  const refused = new Map<string, number>()
  let [all, imported] = [0, 0]
  const check = async (entry: Entry): Promise<Checked | string> => {
    const why = reasonAgainst(entry, 'not acceptable')
    if (why) return why
    const fingerprint = fingerprintOf(newBemoaning.shape.body.parse(entry.body))
    if (known.has(fingerprint)) return 'there already'
    const missing = entry.tags.find((name) => !tagIds.has(name))
    if (missing !== undefined) return `has the tag ${missing}, which the site doesn’t have`
    const authorId = entry.author === null ? null : await authorOf(entry.author)
    if (typeof authorId === 'object' && authorId) return authorId.refused
    return { entry, authorId, fingerprint, tagIds: entry.tags.flatMap((name) => tagIds.get(name) ?? []) }
  }
  await db().transaction(async (tx) => {
    for (const entry of entries) {
      all += 1
      const checked = await check(entry)
      if (typeof checked === 'string') {
        refused.set(checked, (refused.get(checked) ?? 0) + 1)
        continue
      }
      known.add(checked.fingerprint)
      await insert(tx, checked)
      imported += 1
    }
  })
  if (json) say(JSON.stringify({ entries: all, imported, refused: Object.fromEntries(refused) }))
  else {
    say(`${imported} of ${all} imported`)
    for (const [why, count] of refused) say(`${count} refused: ${why}`)
  }
  return imported === 0 && all > 0 && !refused.has('there already') ? 1 : 0
}
