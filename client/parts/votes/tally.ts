import { lookUp } from '@/core/look-up'

/** The counts of a ballot, and this browser's vote. */
export type Tally = { votes: Record<string, number>; mine: string | null }

/** Returns the tally after the vote becomes `kind`, or is undone (null). */
export function withVote({ votes, mine }: Tally, kind: string | null): Tally {
  if (mine === kind) return { votes, mine }
  const moved = { ...votes }
  if (mine !== null) moved[mine] = Math.max(0, (lookUp(moved, mine) ?? 0) - 1)
  if (kind !== null) moved[kind] = (lookUp(moved, kind) ?? 0) + 1
  return { votes: moved, mine: kind }
}

/** Returns the share of the first kind among all votes, 0 to 100. */
export function shareOf(votes: Record<string, number>, first: string): number {
  const total = Object.values(votes).reduce((sum, count) => sum + count, 0)
  return total === 0 ? 0 : ((lookUp(votes, first) ?? 0) / total) * 100
}
