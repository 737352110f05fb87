import { type Failure, fail } from './result'
import type { TokenScope } from './vocabulary'

/**
 * A permission of a credential. `lists`: the owner's own lists; `read`: all their data except what `account` covers;
 * `account`: export, leaving, settings and credentials.
 */
export type Scope = 'lists' | TokenScope

/** The credential of a request and what it allows. Determined only where the credential is read. */
export type Credential = {
  kind: 'session' | 'token' | 'feed' | 'key'
  scopes: readonly Scope[]
  /** The name of a token, chosen by its owner; the fingerprint of a key. */
  name: string
  /** True if the sign-in, or the credential behind it, used a second factor. */
  factored: boolean
}

/** A signed-in browser has all scopes. Anything that could take over the account also needs a recent proof. */
export const sessionCredential: Credential = {
  kind: 'session',
  scopes: ['lists', 'read', 'write', 'account'],
  name: '',
  factored: false,
}

/** The private feed address, which people give to feed readers run by others: lists only. */
export const feedCredential: Credential = { kind: 'feed', scopes: ['lists'], name: '', factored: false }

/** An API token with the scopes it was created with; `read` includes `lists`. */
export const tokenCredential = (
  scopes: readonly TokenScope[],
  name: string,
  factored = false,
): Credential => ({
  kind: 'token',
  scopes: scopes.includes('read') ? ['lists', ...scopes] : scopes,
  name,
  factored,
})

/** An SSH key, by which its owner is connected: everything but the account itself, for which a browser has a recent proof. */
export const keyCredential = (fingerprint: string, factored: boolean): Credential => ({
  kind: 'key',
  scopes: ['lists', 'read', 'write'],
  name: fingerprint,
  factored,
})

/** The part of a viewer that says what their credential allows. */
type Holder = { credential: Credential }

/** True if the credential has the scope. */
export const allows = ({ credential }: Holder, scope: Scope): boolean => credential.scopes.includes(scope)

/** Returns a 403 that names the missing scope, or null if the credential has it. */
export function scopeFailure(holder: Holder, scope: Scope): Failure | null {
  if (allows(holder, scope)) return null
  if (holder.credential.kind === 'feed') return fail('scope', 'A private feed address only opens lists.')
  if (holder.credential.kind === 'key')
    return fail('scope', 'Over SSH you can read and write, but not change your account. Use /settings.')
  return fail('scope', `This token lacks the scope “${scope}”. Make one that has it at /settings.`)
}

/** Thrown by a command that the credential does not allow. Forms and the API respond with its failure. */
export class ScopeError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message)
  }
}

/**
 * The first line of each command: stops it unless the credential has the scope, whatever the caller checked.
 * @throws ScopeError
 */
export function demand(holder: Holder, scope: Scope): void {
  const failure = scopeFailure(holder, scope)
  if (failure) throw new ScopeError(failure)
}
