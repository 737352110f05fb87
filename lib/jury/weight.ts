/** How often a juror's verdicts agreed with the outcome, by outcome. */
export type JurorRecord = {
  publishRight: number
  publishWrong: number
  rejectRight: number
  rejectWrong: number
}

export const newJuror: JurorRecord = { publishRight: 0, publishWrong: 0, rejectRight: 0, rejectWrong: 0 }

/** The prior for every juror: this many verdicts, with this share right. */
const prior = { count: 8, share: 0.65 } as const
/** A verdict of a juror at or below this balanced agreement weighs 0. Guessing has 0.5. */
const floor = 0.6
const most = 3

/**
 * Returns the mean of a juror's agreement on publishable texts and on others. A juror who always says the same is right
 * about one kind and wrong about the other, whichever is more frequent. For the same reason neither kind counts for
 * much more than the number of the other supports.
 */
export function agreement({ publishRight, publishWrong, rejectRight, rejectWrong }: JurorRecord): number {
  const seen = [publishRight + publishWrong, rejectRight + rejectWrong] as const
  const cap = Math.min(...seen) + prior.count / 2
  const share = (right: number, count: number): number => {
    const counted = Math.min(count, cap)
    return (
      ((count === 0 ? 0 : (right * counted) / count) + prior.share * prior.count) / (counted + prior.count)
    )
  }
  return (share(publishRight, seen[0]) + share(rejectRight, seen[1])) / 2
}

/** Returns the weight of this juror's verdicts: the log-odds of agreeing, from 0 to 3; 0.62 for a new juror. */
export function weightOf(record: JurorRecord): number {
  const share = agreement(record)
  return share <= floor + 1e-9 ? 0 : Math.min(most, Math.log(share / (1 - share)))
}
