import { fail } from '@/core/result'

/** Refusals of a verdict: the same words for pending and known texts. */
export const twice = fail('conflict', 'You have judged this one already. Others judge it now.')
export const otherVersion = fail(
  'conflict',
  'Its text changed while you read it. Read it again; your verdict was not counted.',
)

/** For jurors who were not drawn for a text. */
export const notDrawn = fail(
  'forbidden',
  'Jurors are drawn by lot, and others were drawn for this one. Take the next.',
)
