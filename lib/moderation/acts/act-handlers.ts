import { fail, ok } from '@/core/result'
import { lockRank } from '@/lib/bemoaning'
import type { Act } from '../input'
import { ban, lift, unban } from './ban'
import type { Doing, Undoing } from './before'
import { lock, reject, retag, unlock, untag } from './bemoaning'
import { removeLine, restoreLine, returnLine, takeLine } from './line'
import { merge, unmerge } from './merge'
import { removeText, restoreText, returnText } from './text'

const mergeInto: Doing = async (tx, subject, { into = 0 }) => {
  if (into === subject.id) return notInto('Choose a different bemoaning to merge it into.')
  if (subject.status !== 'published')
    return fail('conflict', 'You can only merge published bemoanings. Reload the page.')
  if ((await lockRank(tx, into)) !== 'published') return notInto('We can’t find that bemoaning.')
  return ok({ before: { merge: await merge(tx, subject.id, into) }, intoId: into })
}
const notInto = (message: string) => fail('invalid', message, { errors: [{ path: 'into', message }] })

/** Every act with its undo. */
export const actHandlers: Record<Act, { run: Doing; undo: Undoing }> = {
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
      before.merge ? unmerge(tx, subject.id, before.merge) : fail('conflict', 'This wasn’t a merge.'),
  },
  ban: { run: ban, undo: unban },
  lift: { run: lift, undo: unban },
  'remove line': { run: removeLine, undo: returnLine },
  'restore line': { run: restoreLine, undo: takeLine },
}
