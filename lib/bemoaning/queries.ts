import { and, eq, gt, inArray, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { keptRead } from '@/core/kept-reads'
import type { Status } from '@/core/vocabulary'
import { bemoanings, type Database, db, ranks, users } from '@/db'
import { prepared } from '@/db/prepared'
import { isFiltering, unmutedOf } from '@/lib/reader'
import type { Card } from './card'
import { cardColumns, isPublished, isVisible, toCard } from './select'
import type { Inputs } from './why'
import { toWorldState, type WorldState, worldStateColumn } from './world-state'

/** Returns a published bemoaning, or null. */
export async function findBemoaning(id: number): Promise<Card | null> {
  const [row] = await selectCards(and(eq(ranks.id, id), isVisible()))
  return row ? toCard(row) : null
}

const selectCards = (where: SQL | undefined) =>
  db()
    .select(cardColumns)
    .from(ranks)
    .innerJoin(bemoanings, eq(bemoanings.id, ranks.id))
    .leftJoin(users, eq(users.id, bemoanings.authorId))
    .where(where)

/** The data of a bemoaning's own page beyond the card: its state, history and ending. */
export type Permalink = { card: Card; standing: WorldState }

/**
 * Returns a published bemoaning with its state, in one statement; null if it does not exist.
 * @param evenMuted also when the viewer has muted it
 */
export async function findPermalink(id: number, evenMuted = false): Promise<Permalink | null> {
  if (isFiltering()) return toPermalink(await permalinkQuery(db(), id, evenMuted ? isPublished : isVisible()))
  return keptRead(`permalink ${id}`, async () => toPermalink(await selectPermalink({ id })))
}

function toPermalink([row]: Awaited<ReturnType<typeof permalinkQuery>>): Permalink | null {
  if (!row) return null
  const { standing, ...card } = row
  return { card: toCard(card), standing: toWorldState(standing) }
}

const permalinkQuery = (database: Database, id: number | Placeholder, visible: SQL) =>
  database
    .select({ ...cardColumns, standing: worldStateColumn() })
    .from(ranks)
    .innerJoin(bemoanings, eq(bemoanings.id, ranks.id))
    .leftJoin(users, eq(users.id, bemoanings.authorId))
    .where(and(eq(ranks.id, id), visible))

/** For viewers who have muted nothing, which is nearly everybody. */
const selectPermalink = prepared('permalink', (database, name) =>
  permalinkQuery(database, sql.placeholder('id'), isPublished).prepare(name),
)

/** Returns the ranking inputs and text of a published bemoaning; null if it does not exist. */
export async function findInputs(id: number): Promise<(Inputs & { body: string }) | null> {
  const [row] = await db()
    .select({
      body: bemoanings.body,
      bemoan: ranks.bemoan,
      selfInflicted: ranks.selfInflicted,
      light: sql<number>`${ranks.lightBemoan} + ${ranks.lightSelf}`,
      commenters: ranks.commenters,
      epoch: ranks.epoch,
    })
    .from(ranks)
    .innerJoin(bemoanings, eq(bemoanings.id, ranks.id))
    .where(and(eq(ranks.id, id), isVisible()))
  return row ?? null
}

/** Returns several published bemoanings, in the order of `ids`. */
export async function findBemoanings(ids: readonly number[]): Promise<Card[]> {
  if (ids.length === 0) return []
  const cards = (await selectCards(and(inArray(ranks.id, [...ids]), isVisible()))).map(toCard)
  return ids.flatMap((id) => cards.find((card) => card.id === id) ?? [])
}

/** The fate of an unpublished bemoaning: its status, and the reason if it was removed. */
export type Fate = {
  status: Exclude<Status, 'published'>
  reason: string | null
  own: boolean
  /** The text, for its author only; null for others, or if it was deleted. */
  body: string | null
  /** The log entry that removed it, and the state of its author's appeal; null if the author deleted it. */
  removal: { id: number; appeal: 'open' | 'decided' | null } | null
  /** The bemoaning it was merged into; its text only if that is published. */
  mergedInto: { id: number; body: string | null } | null
}

/** Returns the fate of an unpublished bemoaning; null if it never existed. */
export async function findFate(id: number, viewer: Viewer | null): Promise<Fate | null> {
  const { rows } = await db().execute<{
    status: Status
    authorId: number | null
    body: string | null
    removal: { id: number; reason: string; appeal: 'open' | 'decided' | null } | null
    mergedInto: Fate['mergedInto']
  }>(sql`
    select r.status, b.author_id as "authorId", case when b.fingerprint <> '' then b.body end as body,
           case when b.fingerprint <> '' then (
             select json_build_object('id', m.id, 'reason', m.reason, 'appeal', (select c.status from cases c where c.appeal_of = m.id))
               from moderations m where m.bemoaning_id = r.id and m.action in ('remove', 'reject') order by m.id desc limit 1) end as removal,
           (select json_build_object('id', o.id, 'body', case when p.status = 'published' then o.body end)
              from bemoanings o join bemoaning_ranks p on p.id = o.id where o.id = b.merged_into) as "mergedInto"
      from bemoaning_ranks r join bemoanings b on b.id = r.id where r.id = ${id}`)
  const [row] = rows
  if (!row || row.status === 'published') return null
  const { removal, mergedInto } = row
  const own = viewer !== null && row.authorId === viewer.id
  return {
    status: row.status,
    reason: removal?.reason ?? null,
    own,
    body: own ? row.body : null,
    removal: removal && { id: removal.id, appeal: removal.appeal },
    mergedInto,
  }
}

/** Returns a bemoaning as its author may see it, in any status; null if it is not theirs. */
export async function findOwn(
  id: number,
  viewer: Viewer,
): Promise<(Card & { details: string | null }) | null> {
  const [row] = await db()
    .select({ ...cardColumns, details: bemoanings.details })
    .from(ranks)
    .innerJoin(bemoanings, eq(bemoanings.id, ranks.id))
    .leftJoin(users, eq(users.id, bemoanings.authorId))
    .where(and(eq(ranks.id, id), eq(bemoanings.authorId, viewer.id)))
  return row ? { ...toCard(row), details: row.details } : null
}

/** Rows drawn at most when muted ones are filtered out. */
const mostDrawn = 200

/**
 * Draws a random published bemoaning by an index: first from those that a few people shared, then from all.
 * @param seen ids this browser has just seen; avoided while there are others
 * @param tag name of a tag to stay in
 */
export async function drawRandom(seen: readonly number[], tag?: string): Promise<number | null> {
  const start = Math.random()
  const inTag = tag
    ? sql`exists (select 1 from bemoaning_tags bt where bt.bemoaning_id = r.id and bt.tag_id = (select id from tags where name = ${tag}))`
    : sql`true`
  const draw = (floor: SQL, from: SQL, avoid: readonly number[]) => {
    const candidates = (limit: number) => sql`(
      select r.id, r.draw as key from bemoaning_ranks r
       where r.status = 'published' and ${floor} and ${from} and ${inTag} and r.id <> all(${sql.param([...avoid])}::bigint[])
       order by r.draw limit ${limit})`
    return db().execute<{ id: number }>(
      sql`select d.id from ${isFiltering() ? unmutedOf(candidates(mostDrawn), false, 1) : candidates(1)} d`,
    )
  }
  const good = sql`r.points >= 4`
  const any = sql`true`
  for (const [floor, avoid] of [
    [good, seen],
    [any, seen],
    [any, []],
  ] as const) {
    for (const from of [sql`r.draw >= ${start}`, sql`r.draw < ${start}`]) {
      const { rows } = await draw(floor, from, avoid)
      if (rows[0]) return rows[0].id
    }
  }
  return null
}

/** Returns the bodies of the newest published bemoanings, newest first, for `/fortune`. */
export async function newestBodies(limit: number): Promise<{ id: number; body: string }[]> {
  // Ids grow with time, and rows with nearby ids are close on disk.
  const { rows } = await db().execute<{ id: number; body: string }>(sql`
    with page as materialized (select ${ranks.id} from ${ranks} where ${isVisible()} order by ${ranks.id} desc limit ${limit})
    select b.id, b.body from bemoanings b
     where b.id >= (select min(id) from page) and b.id = any(array(select id from page)) order by b.id desc`)
  return rows
}

/** Returns ids, texts and last changes of published bemoanings after `id`, oldest first, for the sitemap. */
export async function sitemapPage(after: number, limit: number) {
  return db()
    .select({ id: ranks.id, body: bemoanings.body, epoch: ranks.epoch, editedAt: bemoanings.editedAt })
    .from(ranks)
    .innerJoin(bemoanings, eq(bemoanings.id, ranks.id))
    .where(and(gt(ranks.id, after), gt(bemoanings.id, after), isVisible()))
    .orderBy(ranks.id)
    .limit(limit)
}
