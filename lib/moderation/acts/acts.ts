import type { Viewer } from '@/core/context'
import { fail, ok, type Result } from '@/core/result'
import type { Transaction } from '@/db'
import { lockRank } from '@/lib/bemoaning/lock'
import type { Act, Decision } from '../input'
import type { Locked } from '../subject'
import { type BanBefore, ban, lift, unban } from './ban'
import { lock, reject, retag, type TagsBefore, unlock, untag } from './bemoaning'
import { type MergeBefore, merge, unmerge } from './merge'
import { removeText, restoreText, returnText, type TextBefore } from './text'

/** What an act left behind for its undo, by act. */
export type Before = Partial<TextBefore & TagsBefore & BanBefore> & { merge?: MergeBefore }

/** An act that was done: what it was done to when that is not the subject itself, and what undoing it needs. */
export type Done = { before: Before; userId?: number; intoId?: number }

type Doing = (tx: Transaction, subject: Locked, decision: Decision, viewer: Viewer) => Promise<Result<Done>>
type Undoing = (tx: Transaction, subject: Locked, before: Before) => Promise<Result<null>>

const mergeInto: Doing = async (tx, subject, { into = 0 }) => {
  if (into === subject.id) return notInto('That is this one.')
  if (subject.status !== 'published')
    return fail('conflict', 'Only what is published can be merged. Load the page again.')
  if ((await lockRank(tx, into)) !== 'published') return notInto('There is no such bemoaning.')
  return ok({ before: { merge: await merge(tx, subject.id, into) }, intoId: into })
}
const notInto = (message: string) => fail('invalid', message, { errors: [{ path: 'into', message }] })

/** Every act with its undo. */
export const doings: Record<Act, { run: Doing; undo: Undoing }> = {
  keep: { run: async () => ok({ before: {} }), undo: async () => ok(null) },
  remove: { run: removeText, undo: returnText },
  restore: { run: restoreText, undo: returnText },
  publish: { run: restoreText, undo: returnText },
  reject: { run: reject, undo: returnText },
  lock: { run: lock, undo: unlock },
  'edit tags': { run: retag, undo: untag },
  merge: {
    run: mergeInto,
    undo: async (tx, subject, before) =>
      before.merge ? unmerge(tx, subject.id, before.merge) : fail('conflict', 'This was no merge.'),
  },
  ban: { run: ban, undo: unban },
  lift: { run: lift, undo: unban },
}
