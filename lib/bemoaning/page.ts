import { eq, type SQL, sql } from 'drizzle-orm'
import type { Position } from '@/core/cursor'
import { bemoanings, type Connection, db, ranks, users } from '@/db'
import type { KeysetPosition } from '@/db/keyset'
import { Statement, type Values } from '@/db/statement'
import type { Card } from './card'
import { pageOfIds, type Shape, type Span, spanOf } from './page-of-ids'
import { cardColumns, cardOfCells, toCard } from './select'

/** A card of a list, and its sort key there. */
export type Found = { card: Card; key: number }

/** Default number of items on a page. */
export const usualLimit = 25

const cards = (page: SQL, way: SQL, on: Connection = db()) =>
  on
    .select({ ...cardColumns, key: sql<number>`page.key`.mapWith(Number) })
    .from(sql`${page} as page`)
    .innerJoin(ranks, sql`${ranks.id} = page.id`)
    .innerJoin(bemoanings, eq(bemoanings.id, ranks.id))
    .leftJoin(users, eq(users.id, bemoanings.authorId))
    .orderBy(sql`page.key ${way}, page.id ${way}`)

/** Returns the cards of a page of ids, in its order. @param on a replica, perhaps */
export async function selectPage(page: SQL, way: SQL, on: Connection): Promise<Found[]> {
  const rows = await cards(page, way, on)
  return rows.map((row) => ({ card: toCard(row), key: row.key }))
}

const statements = new Map<string, Statement>()
const keyCell = Object.keys(cardColumns).length

/** True for lists that everybody reads: their SQL text is built once. */
export const isUsual = (query: Shape, limit: number): boolean =>
  limit === usualLimit &&
  [query.savedBy, query.followedBy, query.tagsOf, query.unseenBy].every((one) => one === undefined)

const open = (name: string) => sql.placeholder(name)
const openSpan = (span: Span): Span => ({
  since: open('since'),
  parts: span.parts.map(({ weeks }, n) => ({ weeks, number: open(`part${n}`) })),
})

/** Returns the statement of a usual list; `name` identifies everything that its SQL depends on. */
function statementOf(name: string, query: Shape, span: Span | null, after: boolean, way: SQL): Statement {
  const known = statements.get(name)
  if (known) return known
  const shape: Shape = {
    feed: query.feed,
    span: span && openSpan(span),
    ...(query.tag ? { tag: { id: open('tag') } } : {}),
    ...(query.author ? { author: { id: open('author') } } : {}),
  }
  const place: KeysetPosition | null = after ? { key: open('key'), id: open('id') } : null
  // The limit is a literal: with a parameter, the plan would be one for many rows.
  const page = pageOfIds(shape, place, sql.raw(String(usualLimit + 1)))
  // The weeks of a window differ widely in size: each call gets its own plan.
  const made = new Statement(span ? null : name, cards(page, way))
  statements.set(name, made)
  return made
}

/** Returns the first rows of a usual list, one more than a page. */
export async function usualPage(
  query: Shape & { tag?: { id: number }; author?: { id: number } },
  after: Position | null,
  way: SQL,
): Promise<Found[]> {
  const { feed, tag, author } = query
  const span = feed.order === 'top' ? spanOf(feed.window ?? 'week') : null
  const values: Record<string, Values[string]> = {}
  if (tag) values.tag = tag.id
  if (author) values.author = author.id
  if (after) Object.assign(values, after)
  if (span) values.since = Number(span.since)
  Object.assign(
    values,
    Object.fromEntries((span?.parts ?? []).map(({ number }, n) => [`part${n}`, Number(number)])),
  )
  const flags = `${tag ? 't' : ''}${author ? 'a' : ''}${after ? 'n' : ''}`
  const name = ['list', feed.order, flags, span?.parts.map(({ weeks }) => weeks).join('') ?? ''].join('-')
  const rows = await statementOf(name, query, span, after !== null, way).rows(values)
  return rows.map((cells) => ({ card: cardOfCells(cells), key: Number(cells[keyCell]) }))
}
