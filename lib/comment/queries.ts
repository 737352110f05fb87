import { and, asc, count, desc, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import { context } from '@/core/context'
import { decodeCursor, encodeCursor } from '@/core/cursor'
import { keptRead } from '@/core/kept-reads'
import { fail, ok, type Result } from '@/core/result'
import { bemoanings, comments, commentVotes, type Database, db, ranks, users } from '@/db'
import { prepared } from '@/db/prepared'
import type { Page } from '@/lib/bemoaning'
import { isFiltering, isUnmutedComment } from '@/lib/reader'
import { commentLimits } from './input'
import { type CommentPlace, isOnPublished, isReadable, placeColumns, placeOf } from './place'

export type CommentSort = 'best' | 'new'

/** Default number of threads on a page. */
const usualLimit = 50

/** A comment as everybody sees it. A deleted, removed or muted one keeps its place while it has replies. */
export type Comment = {
  id: number
  parent: number | null
  depth: number
  author: string | null
  art: string | null
  body: string
  bodyHtml: string
  votes: number
  createdAt: Date
  editedAt: Date | null
  remedy: boolean
  /** Why its text is hidden; `muted`: by the viewer. */
  gone: 'deleted' | 'removed' | 'muted' | null
  version: number
}

export type CommentMine = { vote: boolean; own: boolean; editable: boolean }

const columns = () => ({
  id: comments.id,
  parentId: comments.parentId,
  depth: comments.depth,
  author: users.handle,
  art: users.art,
  body: comments.body,
  bodyHtml: comments.bodyHtml,
  votes: comments.votes,
  wilson: comments.wilson,
  createdAt: comments.createdAt,
  editedAt: comments.editedAt,
  deletedAt: comments.deletedAt,
  removedAt: comments.removedAt,
  version: comments.version,
  muted: sql<boolean>`not ${isUnmutedComment(comments.id)}`,
})

type Row = Awaited<ReturnType<typeof threadsQuery>>[number]

/** Selects the first threads of a place, whole, in one statement; each row with its root's sort key. */
function threadsQuery(database: Database, where: SQL | undefined, sort: CommentSort, limit: number) {
  const key = keyOf(sort)
  const roots = database
    .select({ id: comments.id, key: sql<number>`${key}`.as('key') })
    .from(comments)
    .where(and(isNull(comments.parentId), where))
    .orderBy(desc(key), desc(comments.id))
    .limit(limit)
    .as('roots')
  return database
    .select({ ...columns(), key: roots.key })
    .from(roots)
    .innerJoin(comments, eq(comments.rootId, roots.id))
    .leftJoin(users, eq(users.id, comments.authorId))
    .orderBy(asc(comments.id))
}

const keyOf = (sort: CommentSort) =>
  sort === 'best' ? sql<number>`${comments.wilson}` : sql<number>`${comments.id}`

const firstThreads = (sort: CommentSort) =>
  prepared(`threads by ${sort}`, (database, name) =>
    // The limit is a literal: with a parameter, the plan would be one for many rows.
    threadsQuery(database, eq(comments.bemoaningId, sql.placeholder('on')), sort, usualLimit + 1).prepare(
      name,
    ),
  )

/** The first threads of a bemoaning for viewers without mutes: nearly every request. */
const selectFirstThreads = { best: firstThreads('best'), new: firstThreads('new') }

function toComment(
  { parentId, deletedAt, removedAt, wilson: _, muted, ...row }: Omit<Row, 'key'>,
  remedyId: number | null,
): Comment {
  const gone = removedAt ? 'removed' : deletedAt ? 'deleted' : muted ? 'muted' : null
  const shown = gone ? { author: null, art: null, body: '', bodyHtml: '' } : {}
  return { ...row, ...shown, parent: parentId, gone, remedy: remedyId === row.id }
}

/** Sorts rows into reading order: each comment followed by its replies, siblings by `sort`. */
function inReadingOrder(rows: readonly Row[], roots: readonly number[], sort: CommentSort): Row[] {
  const children = new Map<number, Row[]>()
  const byId = new Map(rows.map((row) => [row.id, row]))
  for (const row of rows)
    if (row.parentId !== null) children.set(row.parentId, [...(children.get(row.parentId) ?? []), row])
  const ordered: Row[] = []
  const visit = (row: Row): boolean => {
    const at = ordered.push(row) - 1
    const answers = children.get(row.id) ?? []
    answers.sort((a, b) => (sort === 'best' ? b.wilson - a.wilson || a.id - b.id : b.id - a.id))
    const shown = answers.map(visit).some(Boolean)
    const stays = (!row.deletedAt && !row.removedAt && !row.muted) || shown
    if (!stays) ordered.splice(at, 1)
    return stays
  }
  for (const id of roots) {
    const root = byId.get(id)
    if (root) visit(root)
  }
  return ordered
}

/**
 * Returns one page of the comments on a bemoaning or a post in reading order, in one statement: whole threads.
 * @param on the bemoaning's id, or the post's slug
 * @param remedyId the bemoaning's remedy, to mark it
 * @param only a comment: its thread alone; none if it is elsewhere
 */
export async function listComments(
  on: number | string,
  remedyId: number | null,
  {
    sort = 'best',
    after,
    limit = usualLimit,
    only,
  }: { sort?: CommentSort; after?: string; limit?: number; only?: number } = {},
): Promise<Result<Page<Comment>>> {
  const name = `comments|${on}|${sort}`
  const position = after === undefined ? null : decodeCursor(name, after)
  if (after !== undefined && !position)
    return fail('bad-request', 'This cursor does not belong to this list. Start from its first page.')
  const beyond = position
    ? sql`(${keyOf(sort)}, ${comments.id}) < (${position.key}::float8, ${position.id}::bigint)`
    : undefined
  const place = typeof on === 'string' ? eq(comments.postSlug, on) : eq(comments.bemoaningId, on)
  const usual =
    typeof on === 'number' && limit === usualLimit && !position && only === undefined && !isFiltering()
  const read = async () => {
    const rows = await (usual
      ? selectFirstThreads[sort]({ on })
      : threadsQuery(db(), and(place, beyond, isRootOf(only)), sort, limit + 1))
    return pageOfRows(rows, name, { sort, limit, remedyId })
  }
  return ok(await (usual ? keptRead(`${name}|${remedyId}`, read) : read()))
}

function pageOfRows(
  rows: readonly Row[],
  name: string,
  { sort, limit, remedyId }: { sort: CommentSort; limit: number; remedyId: number | null },
): Page<Comment> {
  const roots = rows.filter(({ parentId }) => parentId === null).sort((a, b) => b.key - a.key || b.id - a.id)
  const ids = roots.slice(0, limit).map(({ id }) => id)
  const last = roots.length > limit ? roots[limit - 1] : undefined
  return {
    items: inReadingOrder(rows, ids, sort).map(({ key: _, ...row }) => toComment(row, remedyId)),
    next: last ? encodeCursor(name, { key: last.key, id: last.id }) : null,
  }
}

/** Matches the top comment of a comment's thread; undefined for all. */
const isRootOf = (only: number | undefined): SQL | undefined =>
  only === undefined
    ? undefined
    : sql`${comments.id} = (select c.root_id from comments c where c.id = ${only}::bigint)`

/** Counts a post's readable comments. */
export async function countPostComments(slug: string): Promise<number> {
  const [row] = await db()
    .select({ count: count() })
    .from(comments)
    .where(and(eq(comments.postSlug, slug), isNull(comments.deletedAt), isNull(comments.removedAt)))
  return row?.count ?? 0
}

/** A comment with its place, and whether a moderator has locked that. */
export type PlacedComment = Comment & {
  place: CommentPlace
  authorId: number | null
  locked: boolean
  /** True if everybody can read its bemoaning or post. */
  onPublic: boolean
}

/** Returns one comment with its place; null if it does not exist. */
export async function findComment(id: number): Promise<PlacedComment | null> {
  const [row] = await db()
    .select({
      ...columns(),
      ...placeColumns,
      authorId: comments.authorId,
      locked: sql<boolean>`${bemoanings.lockedAt} is not null`,
      onPublic: isOnPublished,
    })
    .from(comments)
    .leftJoin(users, eq(users.id, comments.authorId))
    .leftJoin(bemoanings, eq(bemoanings.id, comments.bemoaningId))
    .leftJoin(ranks, eq(ranks.id, comments.bemoaningId))
    .where(eq(comments.id, id))
  if (!row) return null
  const { bemoaningId, bemoaningBody, postSlug, authorId, locked, onPublic, ...comment } = row
  return {
    ...toComment(comment, null),
    place: placeOf({ bemoaningId, bemoaningBody, postSlug }),
    authorId,
    locked,
    onPublic: onPublic && isReadable(postSlug),
  }
}

const selectMyComments = prepared('my comments', (database, name) => {
  const me = sql.placeholder('me')
  return database
    .select({
      id: comments.id,
      vote: sql<boolean>`${commentVotes.userId} is not null`,
      own: sql<boolean>`${comments.authorId} is not distinct from ${me}::bigint`,
      young: sql<boolean>`${comments.createdAt} > now() - make_interval(mins => ${commentLimits.editMinutes}::int)`,
    })
    .from(comments)
    .leftJoin(commentVotes, and(eq(commentVotes.commentId, comments.id), eq(commentVotes.userId, me)))
    .where(
      and(
        sql`${comments.id} = any(${sql.placeholder('ids')}::bigint[])`,
        or(eq(comments.authorId, me), sql`${commentVotes.userId} is not null`),
      ),
    )
    .prepare(name)
})

/** Returns this request's viewer's votes and rights on the comments of a page, in one statement. */
export async function findMyComments(ids: readonly number[]): Promise<Map<number, CommentMine>> {
  const { viewer, shared } = context()
  if (shared || !viewer || ids.length === 0) return new Map()
  const rows = await selectMyComments({ ids, me: viewer.id })
  return new Map(rows.map(({ id, vote, own, young }) => [id, { vote, own, editable: own && young }]))
}
