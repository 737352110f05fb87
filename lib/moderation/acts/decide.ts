import { and, eq, sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { type Failure, fail, ok, type Result } from '@/core/result'
import { isModerator } from '@/core/role'
import { caseEvents, cases, db, decisions, moderations, type Transaction, users } from '@/db'
import { announceRemoval } from '@/db/invalidate'
import { retrying } from '@/db/retry'
import { lockRank } from '@/lib/bemoaning'
import { logModeration } from '@/lib/moderation-log'
import { notifyModerated } from '@/lib/notice'
import { claimsHoldSince, whereSubject } from '../case/clauses'
import { acts, type Decision } from '../input'
import { inColumns, type Locked, lockSubject, type Subject, subjectOf } from '../subject'
import { actHandlers } from './act-handlers'

/** A decision: its row in the public log, and its bemoaning, if any. */
export type Decided = {
  moderationId: number
  bemoaningId: number | null
  postSlug: string | null
  tags: string[]
}

/** The acts that bring a text back. Moderators cannot decide them about their own texts. */
const restoring = new Set(['restore', 'restore line'])

export const notYours = fail('forbidden', 'Only moderators can do this.')
const missing = fail('not-found', 'We can’t find that.')

/** Locks two ranks, the smaller id first, as every caller that needs both does. */
export async function lockBoth(tx: Transaction, one: number, other: number): Promise<void> {
  for (const id of [one, other].sort((a, b) => a - b)) await lockRank(tx, id)
}

/** Returns the open case about a subject, with those who may not decide it. */
async function openCase(tx: Transaction, subject: Subject) {
  const [row] = await tx
    .select({
      id: cases.id,
      claimedBy: cases.claimedBy,
      fresh: sql<boolean>`${cases.claimedAt} > ${claimsHoldSince}`,
      claimer: sql<
        string | null
      >`(select ${users.handle} from ${users} where ${users.id} = ${cases.claimedBy})`,
      appealOf: cases.appealOf,
      remover: sql<
        number | null
      >`(select m.moderator_id from ${moderations} m where m.id = ${cases.appealOf})`,
    })
    .from(cases)
    .where(and(whereSubject(subject), eq(cases.status, 'open')))
    .for('update')
  return row ?? null
}

/** Returns a sentence on who decided a case that is no longer open. */
async function alreadyDecided(tx: Transaction, caseId: number): Promise<Failure> {
  const { rows } = await tx.execute<{ handle: string | null; action: string; reason: string }>(sql`
    select u.handle, m.action, m.reason from cases c join moderations m on m.id = c.moderation_id
      left join users u on u.id = m.moderator_id where c.id = ${caseId}`)
  const [row] = rows
  return fail(
    'conflict',
    row
      ? `${row.handle ?? 'Somebody'} was faster and decided: ${row.action}. The reason: ${row.reason}`
      : 'This case is already closed. Reload the page.',
  )
}

/** Returns why this moderator may not decide; null if they may. */
export function mayNotDecide(
  viewer: Viewer,
  subject: Locked,
  open: { remover: number | null } | null,
  restores: boolean,
): Failure | null {
  if (subject.authorId === viewer.id && (open !== null || restores))
    return fail('forbidden', 'This case is about you. Another moderator decides it.')
  if (open && open.remover === viewer.id)
    return fail('forbidden', 'This is an appeal against your decision. Another moderator decides it.')
  return null
}

/** Notifies author and reporters. */
async function tell(
  tx: Transaction,
  viewer: Viewer,
  subject: Locked,
  row: { moderationId: number; caseId: number | null; userId: number | null },
): Promise<void> {
  const about = {
    bemoaningId: subject.bemoaningId,
    commentId: subject.type === 'comment' ? subject.id : null,
  }
  const author = subject.authorId === null || subject.authorId === viewer.id ? [] : [subject.authorId]
  const none = { bemoaningId: null, commentId: null }
  await notifyModerated(tx, 'moderated', author, row.userId === null ? about : none, row.moderationId)
  if (row.caseId === null) return
  const { rows } = await tx.execute<{ id: number }>(sql`
    select distinct w.user_id as id from reports r join voters w on w.id = r.voter_id
     where r.case_id = ${row.caseId} and w.user_id is not null and w.user_id <> ${viewer.id}`)
  const reporters = rows.map(({ id }) => id).filter((id) => id !== subject.authorId)
  await notifyModerated(tx, 'reported', reporters, about, row.moderationId)
}

export const handleOf = async (tx: Transaction, id: number): Promise<string> =>
  (await tx.select({ handle: users.handle }).from(users).where(eq(users.id, id)))[0]?.handle ?? ''

async function decideIn(
  tx: Transaction,
  viewer: Viewer,
  target: { caseId: number } | { subject: Subject },
  decision: Decision,
): Promise<Result<Decided>> {
  const caseId = 'caseId' in target ? target.caseId : null
  const [found] = caseId === null ? [] : await tx.select().from(cases).where(eq(cases.id, caseId))
  const about = 'subject' in target ? target.subject : found && subjectOf(found)
  if (!about) return missing
  if (!(acts[decision.action].on as readonly string[]).includes(about.type))
    return fail('invalid', 'You can’t do that with this.', {
      errors: [{ path: 'action', message: 'You can’t do that with this.' }],
    })
  if (decision.action === 'merge') await lockBoth(tx, about.id, decision.into ?? about.id)
  const subject = await lockSubject(tx, about)
  if (!subject) return missing
  const open = await openCase(tx, subject)
  if (caseId !== null && open?.id !== caseId) return alreadyDecided(tx, caseId)
  const refused = mayNotDecide(viewer, subject, open, restoring.has(decision.action))
  if (refused) return refused
  if (open?.fresh && open.claimedBy !== null && open.claimedBy !== viewer.id)
    return fail('conflict', `${open.claimer ?? 'Somebody'} has already taken this case.`)
  if (decision.action === 'keep' && !open) return fail('conflict', 'This has no open report.')
  const done = await actHandlers[decision.action].run(tx, subject, decision, viewer)
  if (!done.ok) return done
  const { before, userId = null, intoId = null } = done.value
  const row = { ...(userId === null ? inColumns(subject) : { userId }), intoId }
  const moderationId = await logModeration(tx, viewer, decision.action, row, decision.reason)
  await tx.insert(decisions).values({ moderationId, caseId: open?.id ?? null, before })
  if (open) {
    await tx
      .update(cases)
      .set({ status: 'decided', moderationId, decidedAt: sql`now()`, decidedVersion: subject.version })
      .where(eq(cases.id, open.id))
    await tx
      .insert(caseEvents)
      .values({ caseId: open.id, userId: viewer.id, kind: 'decision', body: decision.reason, moderationId })
  }
  await tell(tx, viewer, subject, { moderationId, caseId: open?.id ?? null, userId })
  const { bemoaningId, postSlug } = subject
  return ok({
    moderationId,
    bemoaningId,
    postSlug,
    tags: [
      ...(postSlug === null ? [] : [cacheTags.post(postSlug)]),
      ...[bemoaningId, intoId].flatMap((id) => (id === null ? [] : cacheTags.bemoaning(id))),
      ...(userId === null ? [] : [cacheTags.user(await handleOf(tx, userId))]),
    ],
  })
}

/**
 * Decides a case, or acts on a subject without one; an open case about it is decided along with it. Writes one row in
 * the public log, notifies author and reporters, and keeps the data for an undo.
 */
export async function decide(
  viewer: Viewer,
  target: { caseId: number } | { subject: Subject },
  decision: Decision,
): Promise<Result<Decided>> {
  demand(viewer, 'write')
  if (!isModerator(viewer)) return notYours
  return retrying(() =>
    db().transaction(async (tx) => {
      const result = await decideIn(tx, viewer, target, decision)
      if (result.ok) await announceRemoval(tx, cacheTags.log, cacheTags.removals, ...result.value.tags)
      return result
    }),
  )
}
