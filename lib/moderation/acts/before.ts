import type { Viewer } from '@/core/context'
import type { Result } from '@/core/result'
import type { Status } from '@/core/vocabulary'
import type { VoteKind } from '@/core/vote-kinds'
import type { Transaction } from '@/db'
import type { Decision } from '../input'
import type { Locked } from '../subject'

/** A bemoaning's status, or a comment's removal time, as text to keep microseconds, and whether it was the remedy. */
export type TextBefore = {
  status: Status
  left: Status
  epoch: number
  removedAt: string | null
  remedy: boolean
}

/** Ids of the tags before and after. */
export type TagsBefore = { tags: number[]; tagged: number[] }

/** The previous ban, and the new one; times as text, to keep microseconds. */
export type BanBefore = {
  userId: number
  until: string | null
  banReason: string | null
  made: string | null
}

/** The data to undo a merge. The duplicate keeps its votes and bookmarks; these were copied. */
export type MergeBefore = {
  into: number
  copied: [voterId: number, kind: VoteKind][]
  saved: number[]
  /** The top-level comments of the moved threads. */
  roots: number[]
  remedy: number | null
  otherRemedy: number | null
}

/** The line that was on a user's page. */
export type LineBefore = { about: string }

/** The data to undo an act, by act. */
export type Before = Partial<TextBefore & TagsBefore & BanBefore & LineBefore> & { merge?: MergeBefore }

/** A completed act: its object if that is not the subject itself, and the data to undo it. */
export type Done = { before: Before; userId?: number; intoId?: number }

export type Doing = (
  tx: Transaction,
  subject: Locked,
  decision: Decision,
  viewer: Viewer,
) => Promise<Result<Done>>
export type Undoing = (tx: Transaction, subject: Locked, before: Before) => Promise<Result<null>>
