import { eq, sql } from 'drizzle-orm'
import type { Verdict } from '@/core/vocabulary'
import { ranks, type Transaction } from '@/db'
import { logJury } from '@/lib/moderation-log'
import { notifyJudged } from '@/lib/notice'
import { countVerdicts } from './count'
import { countPeople } from './may'
import { saysOf } from './reasons'
import { tallyOf, type Weighed } from './tally'

type Given = Weighed & { reason: string | null }

/** Returns the reasons to reject with their counts, most frequent first. */
export function reasonsIn(given: readonly { reason: string | null }[]): [reason: string, count: number][] {
  const counts = new Map<string, number>()
  for (const { reason } of given) if (reason) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])
}

/** Returns the sentence for the public log and the author. */
function sentence(given: readonly Given[], outcome: Verdict): string {
  const like = given.filter(({ verdict }) => verdict === outcome)
  const of = `${like.length} of ${given.length} jurors`
  if (outcome === 'publish') return `${of} would publish it.`
  const [first] = reasonsIn(like)
  return `${of} would not publish it; most often because ${saysOf(first?.[0] ?? '')}.`
}

/**
 * Publishes or rejects a bemoaning if the verdicts of its open round decide it. Callers hold the rank's lock.
 * @returns the outcome, or null while there is none
 */
export async function settleIfDecided(
  tx: Transaction,
  bemoaningId: number,
  round: number,
): Promise<Verdict | null> {
  const { rows } = await tx.execute<Given>(
    sql`select verdict, weight, reason from verdicts where bemoaning_id = ${bemoaningId} and round = ${round}`,
  )
  const { outcome } = tallyOf(rows, await countPeople(tx))
  if (!outcome) return null
  await tx.execute(sql`
    update jury_rounds set settled_at = now(), settled_by = 'jury', outcome = ${outcome}::verdict
     where bemoaning_id = ${bemoaningId} and round = ${round}`)
  await tx
    .update(ranks)
    .set({ status: outcome === 'publish' ? 'published' : 'rejected' })
    .where(eq(ranks.id, bemoaningId))
  await logJury(tx, outcome, { bemoaningId }, sentence(rows, outcome))
  await countVerdicts(tx, bemoaningId)
  await notifyJudged(tx, outcome === 'publish' ? 'published' : 'rejected', bemoaningId)
  return outcome
}
