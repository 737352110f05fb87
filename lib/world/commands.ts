import { and, eq, sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { type Failure, fail, ok, type Result } from '@/core/result'
import { isModerator } from '@/core/role'
import type { State } from '@/core/vocabulary'
import { fixConfirmations, fixProposals, type Transaction } from '@/db'
import { announceRemoval } from '@/db/invalidate'
import { transact } from '@/db/retry'
import { lockBemoaning, lockWritable, whyNotWritable, whyRefused } from '@/lib/bemoaning'
import { logModeration } from '@/lib/moderation-log'
import { notify, takeBackNotices } from '@/lib/notice'
import { isYoung, stepOf, steps, trust } from '@/lib/user'
import { changeState } from './change'
import { type FixInput, worldLimits } from './input'

/** The result of a command: enough to redirect to it. */
export type Changed = { bemoaningId: number; state: State }

const missing = fail('not-found', 'We can’t find that bemoaning.')
const noProposal = fail('not-found', 'That proposal is closed. Reload the page.')

/** True for users who may set the state alone. */
const decides = (viewer: Viewer, authorId: number | null): boolean =>
  authorId === viewer.id || isModerator(viewer)

/** Runs a change and, if it succeeds, invalidates the cached pages that show it. */
function changing(work: (tx: Transaction) => Promise<Result<Changed>>): Promise<Result<Changed>> {
  return transact(async (tx) => {
    const result = await work(tx)
    if (result.ok) await announceRemoval(tx, cacheTags.bemoaning(result.value.bemoaningId))
    return result
  })
}

/** Changes the state, and logs a moderator's act. */
async function move(
  tx: Transaction,
  viewer: Viewer,
  change: {
    bemoaningId: number
    state: State
    authorId: number | null
    note: string | null
    proposalId?: number
  },
  reason: string,
): Promise<void> {
  const { authorId, ...what } = change
  const moved = await changeState(tx, { ...what, userId: viewer.id })
  if (moved && authorId !== viewer.id)
    await logModeration(tx, viewer, `mark ${what.state}`, { bemoaningId: what.bemoaningId }, reason)
}

/** Sets the state of the viewer's own bemoaning (or, for a moderator, of any). Idempotent. */
export async function setState(
  viewer: Viewer,
  bemoaningId: number,
  { state, note = null }: { state: State; note?: string | null },
): Promise<Result<Changed>> {
  demand(viewer, 'write')
  const refused = whyRefused(viewer, { note })
  if (refused) return refused
  return changing(async (tx) => {
    const subject = await lockBemoaning(tx, bemoaningId)
    if (!subject) return missing
    const { authorId } = subject
    if (subject.status === 'published' && !decides(viewer, authorId))
      return fail(
        'forbidden',
        'Only its author or a moderator can set this. You can propose that it got fixed.',
      )
    const closed = whyNotWritable(subject)
    if (closed) return closed
    await move(tx, viewer, { bemoaningId, state, authorId, note }, note ?? `It is ${state}.`)
    return ok({ bemoaningId, state })
  })
}

const youngForLinks = (viewer: Viewer, url: string | null): Failure | null =>
  url && isYoung(viewer)
    ? fail('forbidden', 'You can post links when your account is a day old. Send it without the link.')
    : null

/**
 * Proposes a fix, if possible with a link as evidence. By the author or a moderator it is confirmed at once; otherwise they, or
 * trusted users together, confirm it.
 */
export async function proposeFix(
  viewer: Viewer,
  bemoaningId: number,
  input: FixInput,
): Promise<Result<Changed>> {
  demand(viewer, 'write')
  const { url = null, note = null } = input
  const refused = youngForLinks(viewer, url) ?? whyRefused(viewer, { url, note })
  if (refused) return refused
  return changing(async (tx) => {
    const subject = await lockWritable(tx, bemoaningId)
    if (!subject.ok) return subject
    const { authorId, state } = subject.value
    if (state === 'fixed') return fail('conflict', 'It is already fixed.')
    const settled = decides(viewer, authorId)
    const open = and(eq(fixProposals.bemoaningId, bemoaningId), eq(fixProposals.outcome, 'open'))
    const [other] = await tx.select({ id: fixProposals.id }).from(fixProposals).where(open)
    if (other && !settled)
      return fail(
        'conflict',
        'Somebody has already proposed a fix. Confirm theirs instead; we kept your link.',
      )
    if (other) await tx.update(fixProposals).set({ outcome: 'overtaken', decidedAt: new Date() }).where(open)
    const [proposal] = await tx
      .insert(fixProposals)
      .values({
        bemoaningId,
        proposerId: viewer.id,
        url,
        note,
        ...(settled ? { outcome: 'confirmed' as const, decidedAt: new Date() } : {}),
      })
      .returning({ id: fixProposals.id })
    if (!proposal) throw new Error('insert returned nothing')
    if (!settled) {
      await notify(tx, 'proposed', authorId, { bemoaningId })
      return ok({ bemoaningId, state })
    }
    const change = { bemoaningId, state: 'fixed' as const, authorId, note, proposalId: proposal.id }
    await move(tx, viewer, change, [note, url].filter(Boolean).join(' ') || 'It got fixed.')
    return ok({ bemoaningId, state: 'fixed' })
  })
}

/** Returns the open proposal and its bemoaning, locked: the bemoaning first, as in every command. */
async function lockProposal(tx: Transaction, id: number) {
  const [found] = await tx
    .select({ bemoaningId: fixProposals.bemoaningId })
    .from(fixProposals)
    .where(eq(fixProposals.id, id))
  const subject = found ? await lockBemoaning(tx, found.bemoaningId) : null
  if (!found || subject?.status !== 'published') return null
  const [open] = await tx
    .select({ url: fixProposals.url, note: fixProposals.note, proposerId: fixProposals.proposerId })
    .from(fixProposals)
    .where(and(eq(fixProposals.id, id), eq(fixProposals.outcome, 'open')))
  return open ? { ...subject, ...open, bemoaningId: found.bemoaningId } : null
}

/** Confirms a fix: author and moderators alone, trusted users once there are enough of them. */
export async function confirmFix(viewer: Viewer, proposalId: number): Promise<Result<Changed>> {
  demand(viewer, 'write')
  return changing(async (tx) => {
    const found = await lockProposal(tx, proposalId)
    if (!found) return noProposal
    const { bemoaningId, authorId, url, state } = found
    const alone = decides(viewer, authorId)
    if (!alone) {
      if (found.proposerId === viewer.id)
        return fail('forbidden', 'You proposed this fix, so others need to confirm it.')
      if (steps[await stepOf(viewer, tx)].confirms === 'no')
        return fail(
          'forbidden',
          `You can confirm a fix when your account is ${trust.days} days old and your reputation is ${trust.agreed}.`,
        )
    }
    const closed = whyNotWritable(found)
    if (closed) return closed
    if (!alone) {
      await tx.insert(fixConfirmations).values({ proposalId, userId: viewer.id }).onConflictDoNothing()
      const { rows } = await tx.execute<{ count: number }>(
        sql`
          select count(*)::int as count
          from ${fixConfirmations}
          where ${fixConfirmations.proposalId} = ${proposalId}`,
      )
      if ((rows[0]?.count ?? 0) < worldLimits.confirmations) return ok({ bemoaningId, state })
    }
    await tx
      .update(fixProposals)
      .set({ outcome: 'confirmed', decidedAt: new Date() })
      .where(eq(fixProposals.id, proposalId))
    const change = { bemoaningId, state: 'fixed' as const, authorId, note: found.note, proposalId }
    if (alone) await move(tx, viewer, change, url ?? 'It got fixed.')
    else await changeState(tx, { ...change, userId: null })
    return ok({ bemoaningId, state: 'fixed' })
  })
}

/** Declines a fix: for the author, a moderator, or the proposer. */
export async function declineFix(viewer: Viewer, proposalId: number): Promise<Result<Changed>> {
  demand(viewer, 'write')
  return changing(async (tx) => {
    const found = await lockProposal(tx, proposalId)
    if (!found) return noProposal
    const { bemoaningId, authorId, proposerId, state } = found
    if (!decides(viewer, authorId) && proposerId !== viewer.id)
      return fail('forbidden', 'Only its author, a moderator or the person who proposed it can decline it.')
    // On a locked bemoaning you can still withdraw your own proposal, and moderators can decline it.
    const closed = proposerId === viewer.id || isModerator(viewer) ? null : whyNotWritable(found)
    if (closed) return closed
    await tx
      .update(fixProposals)
      .set({ outcome: 'declined', decidedAt: new Date() })
      .where(eq(fixProposals.id, proposalId))
    await takeBackNotices(tx, 'proposed', bemoaningId)
    if (proposerId !== viewer.id) await notify(tx, 'declined', proposerId, { bemoaningId })
    if (proposerId !== viewer.id && authorId !== viewer.id)
      await logModeration(
        tx,
        viewer,
        'decline a fix',
        { bemoaningId },
        found.url ? `It is not fixed: ${found.url}` : 'It is not fixed.',
      )
    return ok({ bemoaningId, state })
  })
}
