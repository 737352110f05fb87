import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { bemoanings, ranks, tags, users } from '@/db'
import { context } from '../context'
import { hasMutes, isUnmuted } from '../mute/rule'
import type { Card } from './card'

/** The tags of the bemoaning in the outer row, by name; the rank has their numbers. */
const tagNames = sql<
  string[]
>`array(select ${tags.name} from ${tags} where ${tags.id} = any(${ranks.tagIds}) order by ${tags.name})`

/** The votes that people see: also those that weigh nothing in any order. */
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

/** A row of `cardColumns` as a card. */
export function toCard(found: Row): Card {
  const { epoch, fixedEpoch, bittenEpoch, bemoan, selfInflicted, lockedAt, ...row } = found
  return {
    ...row,
    createdAt: new Date(epoch * 1000),
    fixedAt: moment(fixedEpoch),
    bittenAt: moment(bittenEpoch),
    votes: { bemoan, self_inflicted: selfInflicted },
    locked: lockedAt !== null,
  }
}

/** What everybody may see. */
export const isPublished: SQL = sql`${ranks.status} = 'published'`

/**
 * The one rule of what whoever is looking may see: what is published, and what they have not muted. Every list and
 * permalink starts from it.
 * @param id the column that names the bemoaning, where it is not that of `ranks`
 */
export const isVisible = (id: SQLWrapper = ranks.id): SQL => {
  const { viewer } = context()
  return viewer && hasMutes(viewer.mutes) ? sql`(${isPublished} and ${isUnmuted(id)})` : isPublished
}
