import { and, eq, sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { isModerator } from '@/core/role'
import { caseEvents, cases, db, decisions, moderations, type Transaction } from '@/db'
import { announceRemoval } from '@/db/invalidate'
import { retrying } from '@/db/retry'
import { logModeration } from '@/lib/moderation-log'
import { takeBackModerated } from '@/lib/notice'
import { reopenTag } from '@/lib/tag-proposal'
import { whereSubject } from '../case/clauses'
import { actNames } from '../input'
import { lockSubject, type Subject, subjectOf } from '../subject'
import { actHandlers } from './act-handlers'
import type { Before } from './before'
import { type Decided, handleOf, lockBoth, mayNotDecide, notYours } from './decide'

async function find(tx: Transaction, id: number) {
  const [row] = await tx
    .select({ act: moderations, caseId: decisions.caseId, before: decisions.before })
    .from(moderations)
    .innerJoin(decisions, eq(decisions.moderationId, moderations.id))
    .where(eq(moderations.id, id))
  return row
}

/** Returns the subject of an act: its case's, else its own. A ban may result from a case about a text. */
async function aboutOf(
  tx: Transaction,
  row: NonNullable<Awaited<ReturnType<typeof find>>>,
): Promise<Subject> {
  const [found] = row.caseId === null ? [] : await tx.select().from(cases).where(eq(cases.id, row.caseId))
  return subjectOf(found ?? row.act)
}

/** Reopens the case as it was, unless a newer one about the same subject is open. */
async function reopen(tx: Transaction, caseId: number, subject: Subject, moderationId: number) {
  await tx
    .update(cases)
    .set({ status: 'open', moderationId: null, decidedAt: null, decidedVersion: null })
    .where(
      and(
        eq(cases.id, caseId),
        eq(cases.moderationId, moderationId),
        sql`not exists (select 1 from ${cases} o where o.status = 'open' and ${sql.identifier('o')}.${sql.identifier(
          { bemoaning: 'bemoaning_id', comment: 'comment_id', user: 'user_id' }[subject.type],
        )} = ${subject.id})`,
      ),
    )
}

const already = fail('conflict', 'Somebody has already undone this.')
const isUndone = async (tx: Transaction, id: number): Promise<boolean> =>
  (await tx.$count(moderations, eq(moderations.undoes, id))) > 0

/** Undoes the decision on a proposed tag. */
async function undoTag(
  tx: Transaction,
  viewer: Viewer,
  act: { id: number; action: string },
  tagProposalId: number,
): Promise<Result<Decided>> {
  const back = (await isUndone(tx, act.id)) ? already : await reopenTag(tx, tagProposalId)
  if (!back.ok) return back
  const undoId = await logModeration(
    tx,
    viewer,
    'undo',
    { tagProposalId, undoes: act.id },
    `“${act.action}” is undone.`,
  )
  await takeBackModerated(tx, act.id, undoId)
  return ok({ moderationId: undoId, bemoaningId: null, postSlug: null, tags: [cacheTags.tags] })
}

async function undoIn(tx: Transaction, viewer: Viewer, id: number): Promise<Result<Decided>> {
  const row = await find(tx, id)
  if (row?.act.tagProposalId) return undoTag(tx, viewer, row.act, row.act.tagProposalId)
  const action = actNames.find((name) => name === row?.act.action)
  if (!row || !action) return fail('not-found', 'We can’t find that action, or it can’t be undone.')
  const before = row.before as Before
  const about = await aboutOf(tx, row)
  if (before.merge) await lockBoth(tx, about.id, before.merge.into)
  const subject = await lockSubject(tx, about)
  if (!subject) return fail('not-found', 'Its subject is gone.')
  if (await isUndone(tx, id)) return already
  const [open] = await tx
    .select({
      remover: sql<number | null>`(select m.moderator_id from moderations m where m.id = ${cases.appealOf})`,
    })
    .from(cases)
    .where(and(whereSubject(subject), eq(cases.status, 'open')))
    .for('update')
  const refused = mayNotDecide(viewer, subject, open ?? null, true)
  if (refused) return refused
  const back = await actHandlers[action].undo(tx, subject, before)
  if (!back.ok) return back
  const { bemoaningId, commentId, userId, intoId } = row.act
  const undoId = await logModeration(
    tx,
    viewer,
    'undo',
    { bemoaningId, commentId, userId, intoId, undoes: id },
    `“${action}” is undone.`,
  )
  if (row.caseId !== null) {
    await reopen(tx, row.caseId, subject, id)
    await tx
      .insert(caseEvents)
      .values({ caseId: row.caseId, userId: viewer.id, kind: 'undo', moderationId: undoId })
  }
  await takeBackModerated(tx, id, undoId)
  const { postSlug } = subject
  const tags = [
    ...[subject.bemoaningId, intoId].flatMap((one) => (one === null ? [] : cacheTags.bemoaning(one))),
    ...(postSlug === null ? [] : [cacheTags.post(postSlug)]),
    ...(userId === null ? [] : [cacheTags.user(await handleOf(tx, userId))]),
  ]
  return ok({ moderationId: undoId, bemoaningId: subject.bemoaningId, postSlug, tags })
}

/**
 * Undoes a decision: restores everything, reopens its case, and deletes unread notices about it. Refused if somebody
 * else has changed the subject since, so that nothing is overwritten.
 * @param id of the row in the public log
 */
export async function undo(viewer: Viewer, id: number): Promise<Result<Decided>> {
  demand(viewer, 'write')
  if (!isModerator(viewer)) return notYours
  return retrying(() =>
    db().transaction(async (tx) => {
      const result = await undoIn(tx, viewer, id)
      if (result.ok) await announceRemoval(tx, cacheTags.log, cacheTags.removals, ...result.value.tags)
      return result
    }),
  )
}
