/** The maximum weight of a report: all weights are whole thousandths. */
export const fullWeight = 1_000

/**
 * Returns the weight of a reporter's next report, in thousandths: the share of their earlier, decided reports that led
 * to an act, smoothed by a Beta(1, 1) prior. A first report weighs half; the weight never reaches 0 or the maximum.
 * @param judged earlier reports whose case was decided
 * @param right those of them that led to an act
 */
export const reporterWeight = ({ judged, right }: { judged: number; right: number }): number =>
  Math.round((fullWeight * (right + 1)) / (judged + 2))
