import { type Failure, fail } from './result'
import type { TokenScope } from './vocabulary'

/**
 * One kind of thing that a credential may allow. `lists`: the owner's lists as they see them; `read`: everything of theirs
 * but what `account` covers; `account`: export, leaving, settings and credentials.
 */
export type Scope = 'lists' | TokenScope

/** What a request was signed in with, and so what it may do. Decided where the credential is read, and nowhere else. */
export type Credential = {
  kind: 'session' | 'token' | 'feed'
  scopes: readonly Scope[]
  /** What its owner calls it: the name of a token. */
  name: string
  /** It was given with a second factor, or by something that had been. */
  factored: boolean
}

/** A signed-in browser may do everything; what could take the account away asks for a recent proof as well. */
export const sessionCredential: Credential = {
  kind: 'session',
  scopes: ['lists', 'read', 'write', 'account'],
  name: '',
  factored: false,
}

/** The private address of feeds, which people give to feed readers, that is to others: lists and nothing else. */
export const feedCredential: Credential = { kind: 'feed', scopes: ['lists'], name: '', factored: false }

/** An API token, with the scopes it was made with; who may read may read lists. */
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

/** As much of a viewer as says what their credential allows. */
type Holder = { credential: Credential }

/** Whether the credential allows it. */
export const allows = ({ credential }: Holder, scope: Scope): boolean => credential.scopes.includes(scope)

/** The refusal for a credential without a scope: a 403 that names it. Null when it has it. */
export function scopeFailure(holder: Holder, scope: Scope): Failure | null {
  if (allows(holder, scope)) return null
  if (holder.credential.kind === 'feed')
    return fail('scope', 'A private feed address opens lists and nothing else.')
  return fail('scope', `This token lacks the scope “${scope}”. Make one that has it at /settings.`)
}

/** Thrown by a command that a credential does not allow; forms and API answer with its failure. */
export class ScopeError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message)
  }
}

/**
 * The first line of each command: stops it unless the credential allows it, whatever called it.
 * @throws ScopeError
 */
export function demand(holder: Holder, scope: Scope): void {
  const failure = scopeFailure(holder, scope)
  if (failure) throw new ScopeError(failure)
}
