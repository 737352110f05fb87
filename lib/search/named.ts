import { sql } from 'drizzle-orm'
import { keptRead } from '@/core/kept-reads'
import { paths } from '@/core/paths'
import { db } from '@/db'
import { findBemoanings } from '@/lib/bemoaning'
import { isFiltering } from '@/lib/reader'

/** What a query names exactly, and its address. */
export type Named = { kind: 'bemoaning' | 'tag' | 'person'; name: string; path: string }

/** Returns the number in `#135`; null for every other query. */
export function numberIn(q: string): number | null {
  const digits = /^#(\d{1,15})$/.exec(q.trim())?.[1]
  return digits === undefined ? null : Number(digits)
}

/**
 * Returns what a query is the exact name of: a published bemoaning (`#135` or 135), a tag by its name, label or alias, a
 * person (`kettle` or `@kettle`). Case does not matter.
 */
export function findNamed(q: string): Promise<Named[]> {
  const read = () => find(q)
  return isFiltering() ? read() : keptRead(`named ${q}`, read)
}

async function find(q: string): Promise<Named[]> {
  const name = q.trim().toLowerCase()
  if (name.length < 1 || name.length > 50) return []
  const handle = name.replace(/^@/, '')
  const id = numberIn(name) ?? (/^\d{1,15}$/.test(name) ? Number(name) : null)
  const [cards, { rows }] = await Promise.all([
    findBemoanings(id === null ? [] : [id]),
    db().execute<{ kind: 'tag' | 'person'; name: string; tag: string }>(sql`
      select 'tag' as kind, t.label as name, t.name as tag from tags t
       where t.name = ${name} or lower(t.label) = ${name} or ${name} = any(t.aliases)
      union all
      select 'person', u.handle, '' from users u where u.handle = ${handle}`),
  ])
  return [
    ...cards.map((card) => ({
      kind: 'bemoaning' as const,
      name: `#${card.id}`,
      path: paths.bemoaning(card.id, card.body),
    })),
    ...rows.map(({ kind, name, tag }) => ({
      kind,
      name,
      path: kind === 'tag' ? paths.tag(tag) : paths.user(name),
    })),
  ]
}
