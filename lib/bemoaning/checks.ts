import { inArray, sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import type { Viewer } from '@/core/context'
import { paths } from '@/core/paths'
import { type Failure, fail, ok, type Result } from '@/core/result'
import { type Connection, db, type Transaction, tags } from '@/db'
import type { Settings } from '@/lib/setting'
import { isYoung } from '@/lib/user'
import { fingerprintOf } from '@/text/duplicates'
import { findSecrets } from '@/text/secrets'

/** Submitted texts, by field. */
type Fields = Readonly<Record<string, string | null | undefined>>

const wrongIn = (path: string, message: string): Failure =>
  fail('invalid', message, { errors: [{ path, message }] })

/** Refuses real credentials, even if the browser's check let them through. */
export function credentialIn(fields: Fields): Failure | null {
  for (const [path, text] of Object.entries(fields)) {
    const found = text ? findSecrets(text).find((secret) => secret.severity === 'credential') : undefined
    if (found)
      return wrongIn(
        path,
        `This looks like a real credential (${found.label}). Remove it, and replace it with a new one: it has left your keyboard.`,
      )
  }
  return null
}

/**
 * Checks a text that is published at once: a comment, an ending, a fix, a note.
 * @param html renders the texts in which Markdown makes links; called for young accounts only
 * @returns why it is refused: it holds a credential, or a link by an account younger than a day
 */
export function whyRefused(viewer: Viewer, fields: Fields, html: () => Fields = () => ({})): Failure | null {
  const secret = credentialIn(fields)
  if (secret || !isYoung(viewer)) return secret
  const rendered = html()
  const linked = Object.entries(fields).find(([path, text]) => hasLink(text ?? '', rendered[path] ?? null))
  return linked
    ? wrongIn(linked[0], 'You can post links when your account is a day old. Remove the link, or wait.')
    : null
}

/** Returns the ids of tags by name; refuses an unknown name. */
export async function tagIds(tx: Transaction, names: readonly string[]): Promise<Result<number[]>> {
  const rows = await tx
    .select({ id: tags.id, name: tags.name })
    .from(tags)
    .where(inArray(tags.name, [...names]))
    // Every writer locks tags in the same order, to avoid deadlocks; here so that none is deleted before its first use.
    .orderBy(tags.id)
    .for('key share')
  const unknown = names.find((name) => !rows.some((row) => row.name === name))
  return unknown === undefined ? ok(rows.map((row) => row.id)) : unknownTag(unknown)
}

/** Fingerprints of the jury's known texts: each post compares the same few. */
const fingerprints = new LRUCache<string, string>({ max: 500 })

function fingerprintOnce(body: string): string {
  const made = fingerprints.get(body) ?? fingerprintOf(body)
  fingerprints.set(body, made)
  return made
}

let knownTexts: { fingerprints: ReadonlySet<string>; until: number } | null = null

/**
 * Finds the known text of the jury with this fingerprint, as `sameText` does. Most texts are none, so the list is read
 * once a minute.
 */
export async function sameAsKnown(fingerprint: string): Promise<Failure | null> {
  if (knownTexts === null || knownTexts.until < Date.now()) {
    const { rows } = await db().execute<{ body: string }>(sql`select body from jury_known`)
    knownTexts = {
      fingerprints: new Set(rows.map(({ body }) => fingerprintOnce(body))),
      until: Date.now() + 60_000,
    }
  }
  return knownTexts.fingerprints.has(fingerprint) ? sameText(db(), fingerprint) : null
}

/** Refuses a text that has been bemoaned. */
export const duplicateOf = (id: number, body: string): Failure =>
  fail(
    'duplicate',
    `This has already been bemoaned, as #${id}. Vote on that one instead; we kept your text.`,
    {
      link: paths.bemoaning(id, body),
    },
  )

/** Refuses a tag that does not exist. */
export function unknownTag(name: string): Failure {
  const message = `We don’t have the tag “${name}”. Choose from the list at /tags.`
  return fail('invalid', message, { errors: [{ path: 'tags', message }] })
}

/**
 * Finds the same text by any author, published within a day or still pending. Callers hold the fingerprint's lock.
 *
 * A known text of the jury counts as pending, so that jurors learn nothing by posting a text that they are shown.
 */
export async function sameText(tx: Connection, fingerprint: string, except = 0): Promise<Failure | null> {
  const { rows } = await tx.execute<{ id: number; body: string; known: boolean }>(sql`
    (select b.id, b.body, false as known from bemoanings b join bemoaning_ranks r on r.id = b.id
      where b.fingerprint = ${fingerprint} and b.id <> ${except}
        and (r.status = 'pending' or r.status = 'published' and b.created_at > now() - interval '24 hours')
      limit 1)
    union all select number, body, true from jury_known where active and number is not null`)
  const twin = rows.find(({ body, known }) => !known || fingerprintOnce(body) === fingerprint)
  return twin ? duplicateOf(twin.id, twin.body) : null
}

/** Serialises concurrent posts of the same text. */
export const lockText = (tx: Transaction, fingerprint: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${fingerprint}, 1))`)

/** True if a text, or the HTML of its details, holds a link. */
export const hasLink = (body: string, detailsHtml: string | null = null): boolean =>
  /\bhttps?:|\bwww\.[a-z0-9]/i.test(body) ||
  (detailsHtml ?? '').includes(' href=') ||
  (detailsHtml ?? '').includes('://')

/**
 * True if a bemoaning must be reviewed before it is published: a link by an account younger than a day; in jury mode
 * also any that is anonymous, by such an account, or has a link.
 * @param publishing the setting, read before any transaction begins
 */
export function waitsForJury(
  viewer: Viewer,
  { body, detailsHtml, anonymous }: { body: string; detailsHtml: string | null; anonymous: boolean },
  publishing: Settings['publishing'],
): boolean {
  const young = isYoung(viewer)
  const link = hasLink(body, detailsHtml)
  if (young && link) return true
  return publishing === 'jury' && (young || anonymous || link)
}
