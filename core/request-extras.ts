import type { FormState } from './context'
import type { BufferedResponse } from './response'
import type { Failure } from './result'

/** Properties of a request that forms and the API need beyond its context. */
export type RequestExtras = {
  /** Why the credential of the request was rejected. */
  denied: Failure | null
  /** The client's network: /24 or /64. */
  network: string
  /** The cookie with the random bemoanings this browser saw last (core/drawn.ts). */
  drawn: string
  /** The cookie with the key to the forms that this browser sent without an account. */
  kept: string
  userAgent: string
  /** The raw body. */
  body: Uint8Array
  /** Renders a page with a form to show again. */
  rerender: (path: string, form: FormState, status: number) => Promise<BufferedResponse>
}
