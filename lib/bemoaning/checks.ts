import { and, eq, inArray, sql } from 'drizzle-orm'
import { bemoanings, ranks, type Transaction, tags } from '@/db'
import type { Viewer } from '../context'
import { paths } from '../paths'
import { type Failure, fail, ok, type Result } from '../result'
import { findSecrets } from '../secrets'
import { getSettings } from '../setting'
import { isYoung } from '../user/trust'

/** Real credentials never get in, whatever the browser let through. */
export function credentialIn(...texts: (string | null | undefined)[]): Failure | null {
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

/** The ids of tags by name; a name that is not on the list is refused. */
export async function tagIds(tx: Transaction, names: readonly string[]): Promise<Result<number[]>> {
  const rows = await tx
    .select({ id: tags.id, name: tags.name })
    .from(tags)
    .where(inArray(tags.name, [...names]))
    // Whoever writes several locks them in one order, or two would wait for each other.
    .orderBy(tags.id)
  const unknown = names.find((name) => !rows.some((row) => row.name === name))
  if (unknown === undefined) return ok(rows.map((row) => row.id))
  const message = `There is no tag “${unknown}”. The list is at /tags.`
  return fail('invalid', message, { errors: [{ path: 'tags', message }] })
}

/** The same text within a day, by anybody. Callers hold the fingerprint's lock. */
export async function sameText(tx: Transaction, fingerprint: string, except = 0): Promise<Failure | null> {
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

/** Two of the same text at once queue here. */
export const lockText = (tx: Transaction, fingerprint: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${fingerprint}, 1))`)

/** Whether a text, or the HTML of its details, leads anywhere. */
export const hasLink = (body: string, detailsHtml: string | null = null): boolean =>
  /\bhttps?:|\bwww\.[a-z0-9]/i.test(body) ||
  (detailsHtml ?? '').includes(' href=') ||
  (detailsHtml ?? '').includes('://')

/**
 * Whether somebody looks at it before everybody does: with a link, while the account is younger than a day; where
 * the jury is on also what is anonymous, by a new account, or has a link.
 */
export async function waitsForJury(
  viewer: Viewer,
  { body, detailsHtml, anonymous }: { body: string; detailsHtml: string | null; anonymous: boolean },
): Promise<boolean> {
  const young = isYoung(viewer)
  const link = hasLink(body, detailsHtml)
  if (young && link) return true
  return (await getSettings()).publishing === 'jury' && (young || anonymous || link)
}
