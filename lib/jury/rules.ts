/** All numbers of the jury; /rules and the pages print them. */
export const juryRules = {
  /** Verdicts with a weight above 0 that an outcome needs. */
  enough: 8,
  /** Published once the lower bound of the weighted share for it reaches this. */
  publishAt: 0.6,
  /** Rejected once the upper bound falls to this. */
  rejectAt: 0.35,
  /** After this many verdicts without an outcome only a moderator decides. */
  most: 24,
  /** Jurors drawn for one bemoaning; doubled for each day it waits. */
  seats: 32,
  /** The draw depends on the number of regulars: jurors with this many verdicts, the last within this many days. */
  regular: 8,
  activeDays: 30,
  /** Minutes in which the last verdict can be undone. */
  undoMinutes: 5,
  /** Hours for which a skipped text is not shown. */
  skipHours: 24,
  /** One in this many texts shown is a known one: at first, and once a juror has judged `learning`. */
  knownFirst: 3,
  knownLater: 8,
  learning: 24,
  noteMax: 300,
} as const
