import { randomUUID } from 'node:crypto'
import type { AuthContext, KeyboardAuthContext, PublicKeyAuthContext } from 'ssh2'
import { isAway } from '@/core/database-error'
import { withRequest } from '@/core/request'
import type { FailureCode } from '@/core/result'
import { noteSecurity } from '@/core/security-log'
import { hasSigned } from '@/keys/ssh-auth'
import { readKeyBlob } from '@/keys/ssh-blob'
import { checkConnectionCode, findKeyOwner } from '@/lib/user'
import type { Peer } from './caller'

/** Keys that a client may offer before we stop looking: more are a guess at whose key is registered. */
const mostOffers = 12
/** What a second factor asks. Clients show it as it is. */
const codePrompt = 'The code of your authenticator app, or a recovery code: '

/**
 * Lets everybody in, and finds out who they are. The first unknown key proves that its owner holds it, and counts if none
 * of the following ones is an account's; a client without a key, or that will not use one, reads as a visitor does.
 * @param peer filled with what is found
 */
export class Authentication {
  private offers = 0
  /** The account of the key that signed, which waits for its code. */
  private awaiting: number | null = null
  constructor(private readonly peer: Peer) {}

  judge(context: AuthContext): Promise<void> {
    return withRequest({ id: randomUUID(), statements: null }, () => this.answer(context))
  }

  /** Logs how a sign-in ended. */
  private note(outcome: 'done' | FailureCode, user: number): void {
    noteSecurity('sign-in', outcome, { action: 'ssh', user, network: this.peer.network })
  }

  private async answer(context: AuthContext): Promise<void> {
    if (context.method === 'publickey') return this.byKey(context)
    if (context.method === 'keyboard-interactive') return this.byQuestion(context)
    // Clients ask with “none” first, which ways there are.
    return context.reject(['publickey', 'keyboard-interactive'])
  }

  private async byKey(context: PublicKeyAuthContext): Promise<void> {
    this.offers += 1
    // The library (1.17) hands on a request that ends before its key.
    const key: Buffer | undefined = context.key.data
    if (!key) return context.reject()
    const again = this.peer.key?.equals(key) ?? false
    if (this.awaiting !== null || again || this.offers > mostOffers || !readKeyBlob(key).ok)
      return context.reject(['publickey', 'keyboard-interactive'])
    // Without a signature the client asks whether this key is worth one. Each is, looked up or not: the answer would tell
    // anybody whether an account has a public key.
    if (!context.signature || !context.blob) return context.accept()
    const signed = hasSigned({
      key,
      signature: context.signature,
      hash: context.hashAlgo,
      signed: context.blob,
    })
    if (!signed) return context.reject(['publickey', 'keyboard-interactive'])
    const owner = await findKeyOwner(key).catch((error: unknown) => {
      if (isAway(error)) return 'away' as const
      throw error
    })
    if (owner === 'away') {
      // Whose key it is each command finds out, or says why it can’t: a visitor would be told to join.
      this.peer.key = key
      this.peer.known = true
      return context.accept()
    }
    if (!owner && this.peer.key !== null) return context.reject(['publickey', 'keyboard-interactive'])
    this.peer.key = key
    this.peer.known = owner !== null
    if (!owner) return context.reject(['publickey', 'keyboard-interactive'], true)
    if (!owner.needsCode) {
      this.note('done', owner.userId)
      return context.accept()
    }
    this.awaiting = owner.userId
    return context.reject(['keyboard-interactive'], true)
  }

  private async byQuestion(context: KeyboardAuthContext): Promise<void> {
    const { awaiting } = this
    if (awaiting === null) return context.accept()
    const [code = ''] = await new Promise<string[]>((resolve) => {
      context.prompt([{ prompt: codePrompt, echo: false }], resolve)
    })
    const right = await checkConnectionCode(awaiting, code, this.peer.network)
    this.note(right.ok ? 'done' : right.code, awaiting)
    if (!right.ok) return context.reject(['keyboard-interactive'])
    this.peer.factored = true
    return context.accept()
  }
}
