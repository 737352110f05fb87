/** The jurors' reasons to reject. `says` completes "The jury did not publish it: …". */
export const rejectReasons = [
  { reason: 'advertisement', label: 'An advertisement', says: 'it advertises something' },
  { reason: 'person', label: 'Against a person', says: 'it is about a person, not about a thing' },
  { reason: 'secret', label: 'Gives a secret away', says: 'it gives away something private or secret' },
  { reason: 'off-topic', label: 'Not about computers', says: 'it has nothing to do with computers' },
  { reason: 'nonsense', label: 'Makes no sense', says: 'it makes no sense to readers' },
  { reason: 'copied', label: 'Copied', says: 'somebody else wrote it before' },
  { reason: 'campaign', label: 'A campaign', says: 'it campaigns for something' },
] as const satisfies readonly { reason: string; label: string; says: string }[]

export type RejectReason = (typeof rejectReasons)[number]['reason']

export const rejectReasonNames = rejectReasons.map(({ reason }) => reason) as [
  RejectReason,
  ...RejectReason[],
]

/** Returns a reason in words; one that is no longer listed stays readable. */
export const saysOf = (reason: string): string =>
  rejectReasons.find((entry) => entry.reason === reason)?.says ?? reason
