import { isSigned, sign } from './crypto'
import { origin } from './site'

const secure = (): boolean => origin().startsWith('https:')

/** The cookies' names; on https they carry the prefix that binds them to this host. */
export const cookieNames = () => {
  const prefix = secure() ? '__Host-' : ''
  return {
    session: `${prefix}session`,
    visitor: `${prefix}visitor`,
    theme: `${prefix}theme`,
    /** Set by our script once it runs (client/parts/votes/known.ts): this browser fetches its own votes itself. */
    script: `${prefix}js`,
    /** The last random bemoanings this browser saw. */
    seen: `${prefix}seen`,
  } as const
}

/** Reads a Cookie header; of a name that comes twice the first counts. */
export function parseCookies(header: string | undefined): Map<string, string> {
  const found = new Map<string, string>()
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    const name = part.slice(0, at).trim()
    if (at > 0 && !found.has(name)) found.set(name, part.slice(at + 1).trim())
  }
  return found
}

/**
 * A Set-Cookie header.
 * @param days how long it lives; 0 deletes it, null ends with the browser
 */
export function cookie(name: string, value: string, days: number | null): string {
  const life = days === null ? '' : `; Max-Age=${Math.round(days * 86_400)}`
  return `${name}=${value}; Path=/${life}; HttpOnly; SameSite=Lax${secure() ? '; Secure' : ''}`
}

/** Days a session lives after it was last used, its row and its cookie alike. */
export const sessionDays = 30

/** Days after the sign-in that no session outlives, however often it is used. */
export const longestSessionDays = 90

export const sessionCookie = (token: string): string => cookie(cookieNames().session, token, sessionDays)
export const visitorCookie = (voterId: number): string =>
  cookie(cookieNames().visitor, `${voterId}.${sign('visitor', String(voterId))}`, 365)

/** The voter of a visitor cookie; null when it was not made here. */
export function readVisitor(value: string | undefined): number | null {
  const [id, signature] = (value ?? '').split('.')
  if (!id || !signature || !/^[1-9]\d{0,15}$/.test(id)) return null
  return signature.length === 43 && isSigned('visitor', id, signature) ? Number(id) : null
}
