import type { VoteKind } from '@/core/vote-kinds'

/** The thin bar that shows how the votes are split; visible only to those who have voted. */
export function Split({ votes, shown }: { votes: Record<VoteKind, number>; shown: boolean }) {
  const total = votes.bemoan + votes.self_inflicted
  const width = total === 0 ? 0 : (votes.bemoan / total) * 100
  return (
    <svg
      className="split"
      viewBox="0 0 100 1"
      preserveAspectRatio="none"
      aria-hidden="true"
      data-shown={shown ? '' : undefined}
    >
      <rect className="split-self" width={total === 0 ? 0 : 100} height="1" />
      <rect className="split-bemoan" width={width} height="1" />
    </svg>
  )
}
