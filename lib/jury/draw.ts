import { juryRules } from './rules'

/**
 * Which share of all jurors is drawn for one bemoaning: everybody while they are few. So nobody picks what they judge,
 * and a group that wants to carry its own through finds few of its members drawn.
 * @param jurors how many judge regularly
 * @param days for which it has waited; each doubles the share, so that nothing waits for ever
 */
export const drawnShare = (jurors: number, days: number): number =>
  jurors <= juryRules.seats ? 1 : Math.min(1, (juryRules.seats * 2 ** days) / jurors)

/**
 * Whether a juror's next one is a known one.
 * @param judged how many verdicts they have given; the first bemoaning is never a known one
 * @param draw a whole number drawn evenly from many
 */
export const isKnownTurn = (judged: number, draw: number): boolean =>
  judged > 0 && draw % (judged < juryRules.learning ? juryRules.knownFirst : juryRules.knownLater) === 0
