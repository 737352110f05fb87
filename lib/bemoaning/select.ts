import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { context } from '@/core/context'
import { bemoanings, ranks, tags, users } from '@/db'
import { hasMutes, isUnmuted } from '@/lib/reader'
import type { Card } from './card'

/** The tag names of the bemoaning in the outer row; its rank holds their ids. */
const tagNames = sql<
  string[]
>`array(select ${tags.name} from ${tags} where ${tags.id} = any(${ranks.tagIds}) order by ${tags.name})`

/** The votes as shown, including those that do not count in any order. */
export const shownVotes = {
  bemoan: sql<number>`${ranks.bemoan} + ${ranks.lightBemoan}`,
  selfInflicted: sql<number>`${ranks.selfInflicted} + ${ranks.lightSelf}`,
}

/** Columns of a card; expects ranks and bemoanings inner joined and users left joined. */
export const cardColumns = {
  id: ranks.id,
  body: bemoanings.body,
  detailsHtml: bemoanings.detailsHtml,
  tags: tagNames,
  author: sql<string | null>`case when ${bemoanings.anonymous} then null else ${users.handle} end`,
  art: sql<string | null>`case when ${bemoanings.anonymous} then null else ${users.art} end`,
  epoch: ranks.epoch,
  editedAt: bemoanings.editedAt,
  bemoan: shownVotes.bemoan,
  selfInflicted: shownVotes.selfInflicted,
  comments: ranks.comments,
  state: ranks.state,
  fixedEpoch: ranks.fixedEpoch,
  bites: ranks.bites,
  bittenEpoch: ranks.bittenEpoch,
  remedyId: bemoanings.remedyId,
  status: ranks.status,
  lockedAt: bemoanings.lockedAt,
  starter: bemoanings.starter,
  version: bemoanings.version,
}

type Row = Omit<Card, 'votes' | 'locked' | 'createdAt' | 'fixedAt' | 'bittenAt'> & {
  epoch: number
  fixedEpoch: number | null
  bittenEpoch: number | null
  bemoan: number
  selfInflicted: number
  lockedAt: Date | null
}

const moment = (epoch: number | null): Date | null => (epoch === null ? null : new Date(epoch * 1000))

/** Converts a row of `cardColumns` to a card. Field by field: rest and spread would take half of a list's time. */
export const toCard = (row: Row): Card => ({
  id: row.id,
  body: row.body,
  detailsHtml: row.detailsHtml,
  tags: row.tags,
  author: row.author,
  art: row.art,
  createdAt: new Date(row.epoch * 1000),
  editedAt: row.editedAt,
  votes: { bemoan: row.bemoan, self_inflicted: row.selfInflicted },
  comments: row.comments,
  state: row.state,
  fixedAt: moment(row.fixedEpoch),
  bites: row.bites,
  bittenAt: moment(row.bittenEpoch),
  remedyId: row.remedyId,
  status: row.status,
  locked: row.lockedAt !== null,
  starter: row.starter,
  version: row.version,
})

type Cell = string | null
const number = (cell: Cell | undefined): number | null => (cell == null ? null : Number(cell))
const time = (cell: Cell | undefined): Date | null => (cell == null ? null : new Date(cell))
/** Parses an array of tags. They consist of letters, digits and `-`: nothing is escaped, at most `null` is quoted. */
const words = (cell: Cell | undefined): string[] =>
  cell == null || cell === '{}' ? [] : cell.slice(1, -1).replaceAll('"', '').split(',')

type Column = keyof typeof cardColumns
/** The position of each column in a row of cells. */
const at = Object.fromEntries(
  (Object.keys(cardColumns) as Column[]).map((name, cell) => [name, cell]),
) as Record<Column, number>

/** Converts cells in Postgres' text format, in the order of `cardColumns`, to a card. */
export const cardOfCells = (cells: readonly Cell[]): Card =>
  toCard({
    id: Number(cells[at.id]),
    body: cells[at.body] ?? '',
    detailsHtml: cells[at.detailsHtml] ?? null,
    tags: words(cells[at.tags]),
    author: cells[at.author] ?? null,
    art: cells[at.art] ?? null,
    epoch: Number(cells[at.epoch]),
    editedAt: time(cells[at.editedAt]),
    bemoan: Number(cells[at.bemoan]),
    selfInflicted: Number(cells[at.selfInflicted]),
    comments: Number(cells[at.comments]),
    state: cells[at.state] as Card['state'],
    fixedEpoch: number(cells[at.fixedEpoch]),
    bites: Number(cells[at.bites]),
    bittenEpoch: number(cells[at.bittenEpoch]),
    remedyId: number(cells[at.remedyId]),
    status: cells[at.status] as Card['status'],
    lockedAt: time(cells[at.lockedAt]),
    starter: cells[at.starter] === 't',
    version: Number(cells[at.version]),
  })

/** Matches what everybody may see. */
export const isPublished: SQL = sql`${ranks.status} = 'published'`

/**
 * Matches what the viewer may see: published, and not muted by them. Every list and permalink starts from this
 * condition.
 * @param id the column of the bemoaning's id, if it is not that of `ranks`
 */
export const isVisible = (id: SQLWrapper = ranks.id): SQL => {
  const { viewer } = context()
  return viewer && hasMutes(viewer.mutes) ? sql`(${isPublished} and ${isUnmuted(id)})` : isPublished
}
