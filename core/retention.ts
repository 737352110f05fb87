/** How many days we keep temporary data. The purge uses it, and the privacy page shows it. */
export const retention = {
  /** Which bemoanings a reader has seen. */
  seen: 60,
  /** When a reader last read a thread. */
  threadVisit: 365,
  /** A form sent without an account. */
  keptForm: 1,
  /** A mail or push that was sent. */
  sentDelivery: 7,
  /** A mail or push that failed, so that the operator can see it. */
  failedDelivery: 30,
  /** An email in the data folder's outbox, of a site without a mail server. */
  outboxEmail: 30,
  /** A notice in somebody's inbox, read or not. */
  notice: 365,
  /** The networks a voter voted from. */
  voterNetwork: 30,
  /** That a juror has seen how others voted: as long as anything may wait for their verdict. */
  seenTally: 90,
  /** An expired or deleted API token. */
  endedToken: 30,
  /** An authenticator app whose setup was not completed. */
  unfinishedAuthenticator: 1,
  /** A change to how someone signs in. */
  securityEvent: 365,
  /** The response for an idempotency key, to repeat it for a repeated request. */
  idempotencyKey: 1,
} as const
