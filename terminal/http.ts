import { type Call, CommandError, type Site } from './command'

/** Where the site is, and the token to write with (`/settings`). */
export type Address = { origin: string; token: string | undefined }

/** How long a request may take, in milliseconds. */
const patience = 30_000

/** Returns the site at an address, by HTTP. */
export function overHttp({ origin, token }: Address): Site {
  const send = async (url: string, init: RequestInit): Promise<Response> => {
    try {
      return await fetch(url, { ...init, signal: AbortSignal.timeout(patience) })
    } catch (error) {
      const { cause, message } = error as Error & { cause?: { code?: string } }
      throw new CommandError(1, `We can’t reach ${origin} (${cause?.code ?? message}).`)
    }
  }
  const own: Record<string, string> = {
    'user-agent': 'ibtsocs',
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  }
  const signIn = 'Set IBTSOCS_TOKEN to a token that you made at /settings.'
  return {
    origin,
    signIn: token ? 'The token in IBTSOCS_TOKEN isn’t valid: make a new one at /settings.' : signIn,
    call: async ({ method, path, body, key }: Call) => {
      // Each vote without a token would be a new visitor's.
      if (method !== 'GET' && !token) throw new CommandError(1, `You need an account for this. ${signIn}`)
      const headers = {
        ...own,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      }
      const answer = await send(`${origin}/api/v1${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      try {
        return { status: answer.status, body: text ? JSON.parse(text) : null }
      } catch {
        return { status: Math.max(answer.status, 500), body: null }
      }
    },
    text: async (path) => {
      const answer = await send(origin + path, { headers: own })
      return { status: answer.status, body: await answer.text() }
    },
  }
}
