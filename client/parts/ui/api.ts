import { addresses } from '@/core/addresses'

/** A response of the API. Status 0: none arrived. */
export type Reply<T> = { ok: true; value: T } | { ok: false; status: number; detail: string }

type Call = {
  body?: unknown
  signal?: AbortSignal | undefined
  keepalive?: boolean
  headers?: Record<string, string>
}

const PATIENCE = 15_000

/**
 * Calls the site's own API. Never throws: without a network the status is 0.
 * @param path after `/api/v1/`
 */
export async function call<T>(
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  { body, signal, keepalive = false, headers = {} }: Call = {},
): Promise<Reply<T>> {
  const away: Reply<T> = { ok: false, status: 0, detail: 'You’re offline.' }
  try {
    const response = await fetch(`${addresses.api}/${path}`, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      keepalive,
      signal: signal ?? AbortSignal.timeout?.(PATIENCE) ?? null,
      ...(body === undefined
        ? { headers }
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }),
    })
    const answer = await response.json().catch(() => null)
    if (response.ok) return answer === null ? away : { ok: true, value: answer as T }
    const detail = answer?.detail ?? 'The site didn’t respond. Try again in a minute.'
    return { ok: false, status: response.status, detail }
  } catch {
    return away
  }
}
