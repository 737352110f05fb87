import { fail } from '@/core/result'

/** Refusals of a verdict: the same words for pending and known texts. */
export const twice = fail('conflict', 'You have already judged this one. Take the next.')
export const otherVersion = fail(
  'conflict',
  'Its text changed while you read it, so we didn’t count your verdict. Read it again.',
)

/** For jurors who were not drawn for a text. */
export const notDrawn = fail(
  'forbidden',
  'We draw jurors by lot, and drew others for this one. Take the next.',
)
