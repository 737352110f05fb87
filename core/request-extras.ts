import type { FormState } from './context'
import type { BufferedResponse } from './response'
import type { Failure } from './result'

/** What forms and the API learn about a request beside its context. */
export type RequestExtras = {
  /** Why a credential that was sent does not count. */
  denied: Failure | null
  /** The network it comes from: /24 or /64. */
  network: string
  /** The last random bemoanings this browser saw. */
  seen: readonly number[]
  userAgent: string
  /** The body as it came. */
  body: Uint8Array
  /** Makes a page with a form that came back. */
  rerender: (path: string, form: FormState, status: number) => Promise<BufferedResponse>
}
