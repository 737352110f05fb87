import type { State, Status, WatchLevel } from '@/core/vocabulary'
import type { VoteKind } from '@/core/vote-kinds'

/** A bemoaning as lists and permalinks show it to everybody: nothing in it depends on who is looking. */
export type Card = {
  id: number
  body: string
  detailsHtml: string | null
  tags: string[]
  /** Null for anonymous ones, whoever wrote them. */
  author: string | null
  /** Hex digest the author's randomart is drawn from; null for anonymous ones. */
  art: string | null
  createdAt: Date
  editedAt: Date | null
  votes: Record<VoteKind, number>
  comments: number
  state: State
  fixedAt: Date | null
  /** How often somebody said "bit me again", and when last. */
  bites: number
  bittenAt: Date | null
  remedyId: number | null
  status: Status
  locked: boolean
  starter: boolean
  version: number
}

/** What one viewer did with a bemoaning. */
export type Mine = {
  vote: VoteKind | null
  saved: boolean
  own: boolean
  /** Said "bit me again" today. */
  bitten: boolean
  /** Confirmed the open proposal that it got fixed. */
  confirmed: boolean
  /** How much of its thread they want to be told of; null: what their part in it implies. */
  watch: WatchLevel | null
}

/** A page of a list. */
export type Page<T> = { items: T[]; next: string | null }
