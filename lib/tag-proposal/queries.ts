import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { TagOutcome } from '@/core/vocabulary'
import { db, moderations, ranks, tagProposals, tags, users } from '@/db'
import { whyTaken } from './names'

/** The latest decision on a proposal: its row in the public log. */
export type TagDecision = { id: number; reason: string; moderator: string | null }

/** A proposed tag. Its texts are null once its proposer has deleted it or left. */
export type TagProposal = {
  id: number
  name: string | null
  label: string | null
  why: string | null
  /** A published bemoaning that needs it. */
  bemoaning: number | null
  proposer: string | null
  outcome: TagOutcome
  /** The name of the accepted tag. */
  tag: string | null
  decision: TagDecision | null
  createdAt: Date
  decidedAt: Date | null
}

const mostShown = 100

const select = () =>
  db()
    .select({
      id: tagProposals.id,
      name: tagProposals.name,
      label: tagProposals.label,
      why: tagProposals.why,
      bemoaning: ranks.id,
      proposer: users.handle,
      outcome: tagProposals.outcome,
      tag: tags.name,
      decision: sql<TagDecision | null>`(
        select json_build_object('id', m.id, 'reason', m.reason, 'moderator', u.handle)
          from ${moderations} m left join ${users} u on u.id = m.moderator_id
         where m.tag_proposal_id = ${tagProposals.id} order by m.id desc limit 1)`,
      createdAt: tagProposals.createdAt,
      decidedAt: tagProposals.decidedAt,
    })
    .from(tagProposals)
    .leftJoin(users, eq(users.id, tagProposals.proposerId))
    .leftJoin(tags, eq(tags.id, tagProposals.tagId))
    .leftJoin(ranks, and(eq(ranks.id, tagProposals.bemoaningId), eq(ranks.status, 'published')))

/** Returns the proposals that wait for a decision, oldest first. For moderators. */
export const listProposals = (): Promise<TagProposal[]> =>
  select().where(eq(tagProposals.outcome, 'open')).orderBy(tagProposals.id).limit(mostShown)

/** Returns the decided ones, the latest decision first. For moderators. */
export const listDecidedProposals = (): Promise<TagProposal[]> =>
  select()
    .where(inArray(tagProposals.outcome, ['accepted', 'declined']))
    .orderBy(desc(tagProposals.decidedAt), desc(tagProposals.id))
    .limit(30)

export const countProposals = (): Promise<number> =>
  db().$count(tagProposals, eq(tagProposals.outcome, 'open'))

/** Returns one, and why its name is not free any more. For moderators. */
export async function findProposal(id: number): Promise<(TagProposal & { taken: string | null }) | null> {
  const [found] = await select().where(eq(tagProposals.id, id))
  if (!found || found.outcome === 'withdrawn') return null
  const taken = found.outcome === 'open' && found.name !== null ? await whyTaken(db(), found.name) : null
  return { ...found, taken: taken?.message ?? null }
}

/** Returns a user's own proposals, newest first. */
export const listOwnProposals = (userId: number): Promise<TagProposal[]> =>
  select()
    .where(and(eq(tagProposals.proposerId, userId), sql`${tagProposals.outcome} <> 'withdrawn'`))
    .orderBy(desc(tagProposals.id))
    .limit(20)
