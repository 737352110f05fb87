import type { Viewer } from '@/core/context'
import type { Result } from '@/core/result'
import type { Status } from '@/core/vocabulary'
import type { VoteKind } from '@/core/vote-kinds'
import type { Transaction } from '@/db'
import type { Decision } from '../input'
import type { Locked } from '../subject'

/** Where a bemoaning stood; when a comment had been removed, as text so that no microsecond is lost, and whether it was the remedy. */
export type TextBefore = {
  status: Status
  left: Status
  epoch: number
  removedAt: string | null
  remedy: boolean
}

/** Ids of the tags before and after. */
export type TagsBefore = { tags: number[]; tagged: number[] }

/** The ban that was there, and the one that was made; moments as text, so that no microsecond is lost. */
export type BanBefore = {
  userId: number
  until: string | null
  banReason: string | null
  made: string | null
}

/** What undoing a merge needs. Votes and bookmarks of the duplicate stay where they are; these were copied. */
export type MergeBefore = {
  into: number
  copied: [voterId: number, kind: VoteKind][]
  saved: number[]
  /** The comments at the top of the threads that moved. */
  roots: number[]
  remedy: number | null
  otherRemedy: number | null
}

/** What an act left behind for its undo, by act. */
export type Before = Partial<TextBefore & TagsBefore & BanBefore> & { merge?: MergeBefore }

/** An act that was done: what it was done to when that is not the subject itself, and what undoing it needs. */
export type Done = { before: Before; userId?: number; intoId?: number }

export type Doing = (
  tx: Transaction,
  subject: Locked,
  decision: Decision,
  viewer: Viewer,
) => Promise<Result<Done>>
export type Undoing = (tx: Transaction, subject: Locked, before: Before) => Promise<Result<null>>
