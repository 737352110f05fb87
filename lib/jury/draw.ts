import { juryRules } from './rules'

/**
 * Returns the share of jurors that is drawn for one bemoaning: all of them while they are few. Jurors cannot choose
 * what they judge, and few members of a colluding group are drawn.
 * @param jurors how many judge regularly
 * @param days for which it has waited; each doubles the share, so that nothing waits for ever
 */
export const drawnShare = (jurors: number, days: number): number =>
  jurors <= juryRules.seats ? 1 : Math.min(1, (juryRules.seats * 2 ** days) / jurors)

/**
 * True if a juror's next text is a known one.
 * @param judged how many verdicts they have given; the first bemoaning is never a known one
 * @param draw a whole number drawn evenly from many
 */
export const isKnownTurn = (judged: number, draw: number): boolean =>
  judged > 0 && draw % (judged < juryRules.learning ? juryRules.knownFirst : juryRules.knownLater) === 0
