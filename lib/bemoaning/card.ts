import type { State, Status, WatchLevel } from '@/core/vocabulary'
import type { VoteKind } from '@/core/vote-kinds'

/** A bemoaning as lists and permalinks show it: nothing in it depends on the viewer. */
export type Card = {
  id: number
  body: string
  detailsHtml: string | null
  tags: string[]
  /** Null for all anonymous ones. */
  author: string | null
  /** Hex digest the author's randomart is drawn from; null for anonymous ones. */
  art: string | null
  createdAt: Date
  editedAt: Date | null
  votes: Record<VoteKind, number>
  comments: number
  state: State
  fixedAt: Date | null
  /** The number of "bit me again" clicks, and the time of the last. */
  bites: number
  bittenAt: Date | null
  remedyId: number | null
  status: Status
  locked: boolean
  starter: boolean
  version: number
}

/** One viewer's actions on a bemoaning. */
export type Mine = {
  vote: VoteKind | null
  saved: boolean
  own: boolean
  /** True if they clicked "bit me again" today. */
  bitten: boolean
  /** True if they confirmed the open proposal that it was fixed. */
  confirmed: boolean
  /** How much of its thread they are notified about; null: the default for their part in it. */
  watch: WatchLevel | null
}

/** A page of a list. */
export type Page<T> = { items: T[]; next: string | null }
