import { eq, sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { isModerator } from '@/core/role'
import { db, decisions, type Transaction, tagProposals } from '@/db'
import { announceChange } from '@/db/invalidate'
import { logModeration } from '@/lib/moderation-log'
import { notifyModerated } from '@/lib/notice'
import { addTags, lockTagNames } from '@/lib/tag'
import type { Acceptance } from './input'
import { refuseTaken } from './names'

const notYours = fail('forbidden', 'Only moderators can do this.')
/** These acts, as the public log names them. */
export const tagActs = ['accept a tag', 'decline a tag'] as const
export type TagAct = (typeof tagActs)[number]

/** Returns the open proposal, locked; refuses one that somebody has decided. */
async function lockOpen(tx: Transaction, id: number) {
  const [found] = await tx
    .select({ id: tagProposals.id, outcome: tagProposals.outcome, proposerId: tagProposals.proposerId })
    .from(tagProposals)
    .where(eq(tagProposals.id, id))
    .for('update')
  if (!found || found.outcome === 'withdrawn')
    return fail('not-found', 'We can’t find that proposal. Its author may have deleted it.')
  if (found.outcome === 'open') return ok(found)
  const { rows } = await tx.execute<{ handle: string | null; reason: string }>(sql`
    select u.handle, m.reason from moderations m left join users u on u.id = m.moderator_id
     where m.tag_proposal_id = ${id} order by m.id desc limit 1`)
  const [act] = rows
  return fail(
    'conflict',
    `${act?.handle ?? 'Another moderator'} was faster: it is ${found.outcome}. The reason: ${act?.reason ?? ''}`,
  )
}

/** Writes the row of the public log with what an undo needs, and tells the proposer. */
async function record(
  tx: Transaction,
  viewer: Viewer,
  proposal: { id: number; proposerId: number | null },
  act: TagAct,
  reason: string,
): Promise<void> {
  const moderationId = await logModeration(tx, viewer, act, { tagProposalId: proposal.id }, reason)
  await tx.insert(decisions).values({ moderationId, before: {} })
  const { proposerId } = proposal
  if (proposerId === null || proposerId === viewer.id) return
  await notifyModerated(tx, 'moderated', [proposerId], { bemoaningId: null, commentId: null }, moderationId)
}

/** Makes a proposed tag one of the site's, with the names and the description that the moderator gives it. */
export async function acceptTag(
  viewer: Viewer,
  id: number,
  { name, label, description, aliases, reason }: Acceptance,
): Promise<Result<{ name: string }>> {
  demand(viewer, 'write')
  if (!isModerator(viewer)) return notYours
  const others = aliases.filter((alias) => alias !== name)
  return db().transaction(async (tx): Promise<Result<{ name: string }>> => {
    await lockTagNames(tx)
    const open = await lockOpen(tx, id)
    if (!open.ok) return open
    const taken = (await refuseTaken(tx, 'name', [name])) ?? (await refuseTaken(tx, 'aliases', others))
    if (taken) return taken
    const [tagId] = await addTags(tx, [{ name, label, description, aliases: others }])
    if (tagId === undefined) throw new Error('insert returned nothing')
    await tx
      .update(tagProposals)
      .set({ outcome: 'accepted', decidedAt: sql`now()`, tagId })
      .where(eq(tagProposals.id, id))
    await record(tx, viewer, open.value, 'accept a tag', reason)
    await announceChange(tx, cacheTags.log, cacheTags.tags)
    return ok({ name })
  })
}

/** Declines a proposed tag. */
export async function declineTag(
  viewer: Viewer,
  id: number,
  { reason }: { reason: string },
): Promise<Result<null>> {
  demand(viewer, 'write')
  if (!isModerator(viewer)) return notYours
  return db().transaction(async (tx): Promise<Result<null>> => {
    const open = await lockOpen(tx, id)
    if (!open.ok) return open
    await tx
      .update(tagProposals)
      .set({ outcome: 'declined', decidedAt: sql`now()` })
      .where(eq(tagProposals.id, id))
    await record(tx, viewer, open.value, 'decline a tag', reason)
    await announceChange(tx, cacheTags.log)
    return ok(null)
  })
}
