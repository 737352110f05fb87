/** How often a juror's verdicts agreed with what the bemoanings turned out to be, apart for each outcome. */
export type JurorRecord = {
  publishRight: number
  publishWrong: number
  rejectRight: number
  rejectWrong: number
}

export const newJuror: JurorRecord = { publishRight: 0, publishWrong: 0, rejectRight: 0, rejectWrong: 0 }

/** What is assumed of everybody: so many verdicts, of which this share is right. */
const prior = { count: 8, share: 0.65 } as const
/** At or below this balanced agreement a verdict says nothing. Guessing has 0.5. */
const floor = 0.6
const most = 3

/**
 * The mean of a juror's agreement on what turned out publishable and on what did not. Who always says the same is
 * right about one of the two and wrong about the other, whatever there is more of. For the same reason neither counts
 * for much more than the other can vouch for.
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

/** What a verdict of this juror weighs: the log-odds of agreeing, from 0 to 3; a new juror's 0.62. */
export function weightOf(record: JurorRecord): number {
  const share = agreement(record)
  return share <= floor + 1e-9 ? 0 : Math.min(most, Math.log(share / (1 - share)))
}
