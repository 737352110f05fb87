/** Every number of the jury, in one place; /rules and the pages print them. */
export const juryRules = {
  /** Verdicts that weigh anything, before there can be an outcome. */
  enough: 8,
  /** Published when the lower bound of the weighted share for it reaches this. */
  publishAt: 0.6,
  /** Rejected when the upper bound falls to this. */
  rejectAt: 0.35,
  /** After so many verdicts without an outcome it waits for a moderator alone. */
  most: 24,
  /** How many jurors are drawn for one bemoaning; each day it waits doubles them. */
  seats: 32,
  /** Lots are drawn by how many regulars there are: who gave so many verdicts, the last within so many days. */
  regular: 8,
  activeDays: 30,
  /** Minutes in which the last verdict can be taken back. */
  undoMinutes: 5,
  /** Hours for which a skipped one stays away. */
  skipHours: 24,
  /** One in so many of the bemoanings shown is a known one: at first, and once a juror has judged `learning`. */
  knownFirst: 3,
  knownLater: 8,
  learning: 24,
  noteMax: 300,
} as const
