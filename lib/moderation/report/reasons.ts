/** The reasons for a report, one line each. The database and the API use the name. */
export const reportReasons = [
  { name: 'spam', label: 'Spam', says: 'Advertising, or the same thing over and over.' },
  { name: 'harassment', label: 'Harassment', says: 'It attacks a person.' },
  {
    name: 'personal-data',
    label: 'Personal data',
    says: 'A name, an address or something else private.',
  },
  { name: 'secret', label: 'A secret', says: 'A password, a key or an employer’s secret.' },
  {
    name: 'off-topic',
    label: 'Off topic',
    says: 'It isn’t about computers or the people who work with them.',
  },
  { name: 'duplicate', label: 'Duplicate', says: 'It was bemoaned before. Say where in the note.' },
  { name: 'tags', label: 'Wrong tags', says: 'Its tags don’t fit.' },
  { name: 'other', label: 'Something else', says: 'Explain it in the note.' },
] as const

export type ReportReason = (typeof reportReasons)[number]['name']
export const reportReasonNames = reportReasons.map(({ name }) => name) as unknown as readonly [
  ReportReason,
  ...ReportReason[],
]

/** Returns a stored reason's label; one that is no longer listed is shown as it is. */
export const labelOfReason = (name: string): string =>
  reportReasons.find((reason) => reason.name === name)?.label ?? name
