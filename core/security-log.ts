import { sign } from './crypto'
import { tell } from './request'
import type { FailureCode } from './result'

/** Security events: authentication and changes of permissions. docs/security.md lists them. */
export type SecurityEvent =
  | 'sign-in'
  | 'sign-up'
  | 'sign-out'
  | 'proved-again'
  | 'password'
  | 'reset-asked'
  | 'mail-address'
  | 'ssh-key'
  | 'token'
  | 'sessions-ended'
  | 'left'
  | 'passkey'
  | 'provider'
  | 'second-factor'
  | 'feed-address'
  | 'handle'
  | 'exported'
  /** A write that came from another site. */
  | 'foreign-origin'
  /** An action was forbidden or rate limited. */
  | 'refused'

/**
 * Returns the pseudonym of an account or network in the log: stable, and not reversible without the secret. `npm run
 * admin -- user mark` computes an account's, so only an operator can trace one.
 */
export const logMark = (kind: 'user' | 'network', who: string | number): string =>
  sign(`log-${kind}`, String(who)).slice(0, 12)

/**
 * Logs an event for later investigation: time, kind, outcome, pseudonyms. With LOG=json it is a line of its own; the
 * request id leads to the line of the response.
 */
export function noteSecurity(
  event: SecurityEvent,
  outcome: 'done' | FailureCode,
  { user, network, action }: { user?: number | null; network?: string; action?: string } = {},
): void {
  tell('info', 'security', {
    event,
    outcome,
    ...(action ? { action } : {}),
    ...(user ? { user: logMark('user', user) } : {}),
    ...(network ? { network: logMark('network', network) } : {}),
  })
}

/** True for refusals that matter for security. All others are visible in the response's log line by their status. */
export const isTelling = (code: FailureCode): boolean =>
  ['signed-out', 'forbidden', 'banned', 'limited', 'busy', 'not-found'].includes(code)
