import { and, desc, eq, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { paths } from '@/core/paths'
import { plural } from '@/core/plural'
import { type Failure, fail, ok, type Result } from '@/core/result'
import { ago } from '@/core/time'
import { db, moderations, ranks, type Transaction, tagProposals } from '@/db'
import { whyRefused } from '@/lib/bemoaning'
import { returnLimit, spendLimit } from '@/lib/rate-limit'
import { lockTagNames } from '@/lib/tag'
import { proposalLimits, type TagIdea } from './input'
import { refuseTaken } from './names'

const day = 86_400_000

const wrongIn = (path: string, code: 'conflict' | 'invalid', message: string, link?: string): Failure =>
  fail(code, message, { errors: [{ path, message }], ...(link ? { link } : {}) })

/** Returns why a name cannot be proposed at the moment: it waits already, or was declined lately. */
async function whyNotNow(tx: Transaction, name: string): Promise<Failure | null> {
  const [last] = await tx
    .select({
      outcome: tagProposals.outcome,
      decidedAt: tagProposals.decidedAt,
      act: sql<number | null>`(
        select ${moderations.id} from ${moderations} where ${moderations.tagProposalId} = ${tagProposals.id}
         order by ${moderations.id} desc limit 1)`,
    })
    .from(tagProposals)
    .where(and(eq(tagProposals.name, name), sql`${tagProposals.outcome} in ('open', 'declined')`))
    .orderBy(sql`${tagProposals.outcome} = 'open' desc`, desc(tagProposals.id))
    .limit(1)
  if (!last) return null
  if (last.decidedAt === null)
    return wrongIn('name', 'conflict', `“${name}” has already been proposed. Moderators will decide.`)
  const days = Math.ceil((last.decidedAt.getTime() + proposalLimits.againDays * day - Date.now()) / day)
  if (days <= 0) return null
  return wrongIn(
    'name',
    'conflict',
    `Moderators declined “${name}” ${ago(last.decidedAt)}. You can propose it again in ${plural(days, 'day')}.`,
    last.act === null ? undefined : paths.logEntry(last.act),
  )
}

async function insert(
  tx: Transaction,
  viewer: Viewer,
  { name, label, why, bemoaning: bemoaningId }: TagIdea,
): Promise<Result<null>> {
  await lockTagNames(tx)
  const taken = (await refuseTaken(tx, 'name', [name])) ?? (await whyNotNow(tx, name))
  if (taken) return taken
  if (bemoaningId !== null) {
    const published = and(eq(ranks.id, bemoaningId), eq(ranks.status, 'published'))
    if ((await tx.$count(ranks, published)) === 0)
      return wrongIn('bemoaning', 'invalid', `We can’t find bemoaning #${bemoaningId}.`)
  }
  await tx.insert(tagProposals).values({ proposerId: viewer.id, name, label, why, bemoaningId })
  return ok(null)
}

/** Proposes a tag to the moderators. Only what reaches them counts against the limit. */
export async function proposeTag(viewer: Viewer, idea: TagIdea): Promise<Result<null>> {
  demand(viewer, 'write')
  const refused = whyRefused(viewer, { label: idea.label, why: idea.why })
  if (refused) return refused
  const { failure } = await spendLimit('propose-tag', viewer.voterId)
  if (failure) return failure
  const result = await db().transaction((tx) => insert(tx, viewer, idea))
  if (!result.ok) await returnLimit('propose-tag', viewer.voterId)
  return result
}

/** Deletes the viewer's own open proposal. */
export async function withdrawTag(viewer: Viewer, id: number): Promise<Result<null>> {
  demand(viewer, 'write')
  const gone = await db()
    .update(tagProposals)
    .set({ outcome: 'withdrawn', decidedAt: sql`now()`, name: null, label: null, why: null })
    .where(
      and(eq(tagProposals.id, id), eq(tagProposals.proposerId, viewer.id), eq(tagProposals.outcome, 'open')),
    )
    .returning({ id: tagProposals.id })
  return gone.length > 0 ? ok(null) : fail('not-found', 'None of your open proposals has that number.')
}
