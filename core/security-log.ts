import { sign } from './crypto'
import { tell } from './request'
import type { FailureCode } from './result'

/** What people do about who they are, and who may do what. docs/security.md lists them. */
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
  /** Somebody was told that they may not, or not so often. */
  | 'refused'

/**
 * The mark of an account or network in the log: the same for the same one, and nobody's name. `npm run admin -- user mark`
 * finds an account's, so that an operator who has a reason can follow one, and nobody else can.
 */
export const logMark = (kind: 'user' | 'network', who: string | number): string =>
  sign(`log-${kind}`, String(who)).slice(0, 12)

/**
 * Notes an event for whoever looks into what happened: when, which, how it ended, whose marks. With LOG=json it is a line
 * of its own; the request's id leads to the line of the answer.
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

/** Refusals that say something about who tries what: the rest is in the answer's line by its status. */
export const isTelling = (code: FailureCode): boolean =>
  ['signed-out', 'forbidden', 'banned', 'limited', 'busy', 'not-found'].includes(code)
