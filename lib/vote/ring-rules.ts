/** The parameters of the check; /rules prints some of them. */
export const ringRules = {
  /** Days of votes that the check reads. */
  days: 30,
  /**
   * Items with more voters than this are skipped: a ring hardly moves them, and they say nothing about any two voters.
   */
  crowd: 400,
  /** Minimum number of common votes of a member. */
  common: 3,
  /**
   * Items form a group if each shares surprisingly many voters with this many others: the fewer others, the more
   * surprising.
   */
  bonds: [
    { others: 2, surprise: 16 },
    { others: 4, surprise: 11 },
    { others: 6, surprise: 8 },
  ],
  /** Accepted share of members found by chance, times the number of items that identify them. */
  mistaken: 0.06,
  /** Maximum number of latest votes read. */
  most: 1_000_000,
} as const
