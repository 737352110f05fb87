/** How much a report weighs at most: all weights are whole thousandths. */
export const fullWeight = 1_000

/**
 * How much somebody's next report weighs, in thousandths: the share of their earlier, decided reports that led to an
 * act, smoothed by a Beta(1, 1) prior. Who never reported counts half; nobody ever reaches nothing or everything.
 * @param judged earlier reports whose case was decided
 * @param right those of them that led to an act
 */
export const reporterWeight = ({ judged, right }: { judged: number; right: number }): number =>
  Math.round((fullWeight * (right + 1)) / (judged + 2))
