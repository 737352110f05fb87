/** The numbers of the check; /rules prints some of them. */
export const ringRules = {
  /** Days of votes that the check looks at. */
  days: 30,
  /** What more people than this voted on no ring moves far, and it says nothing about any two of them. */
  crowd: 400,
  /** So many votes on the same things make a member, at least. */
  common: 3,
  /** Things belong together when each shares surprisingly many voters with so many others: the fewer, the more surprising. */
  bonds: [
    { others: 2, surprise: 16 },
    { others: 4, surprise: 11 },
    { others: 6, surprise: 8 },
  ],
  /** Which share of those found may be expected to be there by chance, times how many things tell them. */
  mistaken: 0.06,
  /** The latest votes that are looked at, at most. */
  most: 1_000_000,
} as const
