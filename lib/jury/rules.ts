/** All numbers of the jury; /rules and the pages print them. */
export const juryRules = {
  /** Verdicts with a weight above 0 that an outcome needs. */
  enough: 8,
  /** While fewer people than this may judge, fewer verdicts decide, and only if they all agree. */
  young: 24,
  /** One verdict is needed for this many people then; at least 2, at most 4 (`quorumOf`). */
  youngShare: 3,
  youngLeast: 2,
  youngMost: 4,
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
