/** The reasons for a report, one line each. The database and the API use the name. */
export const reportReasons = [
  { name: 'spam', label: 'Spam', says: 'Advertising, or the same thing over and over.' },
  { name: 'harassment', label: 'Harassment', says: 'It attacks a person.' },
  {
    name: 'personal-data',
    label: 'Personal data',
    says: 'A name, an address, something private of somebody.',
  },
  { name: 'secret', label: 'A secret', says: 'A password, a key, something of an employer.' },
  { name: 'off-topic', label: 'Off topic', says: 'It is not about computers or who works with them.' },
  { name: 'duplicate', label: 'Duplicate', says: 'It has been bemoaned already; say where in the note.' },
  { name: 'tags', label: 'Wrong tags', says: 'It is about something else than its tags say.' },
  { name: 'other', label: 'Something else', says: 'Say what in the note.' },
] as const

export type ReportReason = (typeof reportReasons)[number]['name']
export const reportReasonNames = reportReasons.map(({ name }) => name) as unknown as readonly [
  ReportReason,
  ...ReportReason[],
]

/** Returns a stored reason's label; one that is no longer listed is shown as it is. */
export const labelOfReason = (name: string): string =>
  reportReasons.find((reason) => reason.name === name)?.label ?? name
