/** For how many days we keep what we keep for a time only. The purge deletes by it, and the page on privacy says it. */
export const retention = {
  /** What a reader has seen. */
  seen: 60,
  /** That a mail or push was sent. */
  sentDelivery: 7,
  /** A mail or push that never arrived, for the operator to see. */
  failedDelivery: 30,
  /** From which networks a voter voted. */
  voterNetwork: 30,
  /** That a juror has seen how others judged: for as long as anything may wait for them. */
  seenTally: 90,
  /** An API token after its end. */
  endedToken: 30,
  /** An authenticator app that nobody finished setting up. */
  unfinishedAuthenticator: 1,
  /** What changed about how somebody signs in. */
  securityEvent: 365,
  /** What came with an idempotency key, to answer the same when it comes again. */
  idempotencyKey: 1,
} as const
