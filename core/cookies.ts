import { isSigned, sign } from './crypto'
import { remembered } from './remembered'
import { origin } from './site'

const secure = (): boolean => origin().startsWith('https:')

/** The cookie names. On https they carry the `__Host-` prefix, which binds them to this host. */
export const cookieNames = () => {
  const prefix = secure() ? '__Host-' : ''
  return {
    session: `${prefix}session`,
    visitor: `${prefix}visitor`,
    theme: `${prefix}theme`,
    density: `${prefix}density`,
    /** Set by our script once it runs (client/parts/votes/known.ts): this browser fetches its own votes. */
    script: `${prefix}js`,
    /** The bemoanings this browser sent signed out: it may follow, edit and delete them. */
    sent: `${prefix}sent`,
    /** The random bemoanings this browser saw last. */
    drawn: `${prefix}seen`,
    /** How far the database's log was after this browser's last write; for a minute (db/replica.ts). */
    wrote: `${prefix}wrote`,
    /** The key to the forms that this browser sent without an account. */
    kept: `${prefix}kept`,
  } as const
}

/** Parses a Cookie header. If a name occurs twice, the first value counts. */
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
 * Returns a Set-Cookie header.
 * @param days lifetime; 0 deletes the cookie, null makes it a session cookie
 */
export function cookie(name: string, value: string, days: number | null): string {
  const life = days === null ? '' : `; Max-Age=${Math.round(days * 86_400)}`
  return `${name}=${value}; Path=/${life}; HttpOnly; SameSite=Lax${secure() ? '; Secure' : ''}`
}

/** Days a session lives after its last use; applies to both its row and its cookie. */
export const sessionDays = 30

/** Maximum age of a session in days from sign-in, regardless of use. */
export const longestSessionDays = 90

/** Seconds after a write in which a browser says how far the log was. By then every replica that is read has it. */
const wroteSeconds = 60
export const wroteCookie = (position: string): string =>
  cookie(cookieNames().wrote, position, wroteSeconds / 86_400)

export const sessionCookie = (token: string): string => cookie(cookieNames().session, token, sessionDays)
export const visitorCookie = (voterId: number): string =>
  cookie(cookieNames().visitor, `${voterId}.${sign('visitor', String(voterId))}`, 365)

// Only what we signed is remembered: cookies that somebody made up take no memory.
const visitorOf = remembered(
  10_000,
  (value: string): number | null => {
    const [id, signature] = value.split('.')
    if (!id || !signature || !/^[1-9]\d{0,15}$/.test(id)) return null
    return signature.length === 43 && isSigned('visitor', id, signature) ? Number(id) : null
  },
  (id, value) => id !== null && value.length < 64,
)

/** Returns the voter id of a visitor cookie; null if we did not sign it. */
export const readVisitor = (value: string | undefined): number | null =>
  value === undefined ? null : visitorOf(value)

/** Days for which a browser may edit and delete what it sent signed out, since the last one. */
export const sentDays = 30
const mostSent = 20

/** Returns the ids of the texts that a browser sent signed out, newest first; none if we did not sign the cookie. */
export function readSent(value: string): number[] {
  const [ids = '', signature = ''] = value.split('.')
  if (!/^[1-9]\d{0,14}(-[1-9]\d{0,14}){0,19}$/.test(ids)) return []
  return signature.length === 43 && isSigned('sent', ids, signature) ? ids.split('-').map(Number) : []
}

/** Returns the Set-Cookie header that lets a browser follow, edit and delete these texts; without ids it ends that. */
export function sentCookie(ids: readonly number[]): string {
  const kept = [...new Set(ids)].slice(0, mostSent).join('-')
  return cookie(cookieNames().sent, kept && `${kept}.${sign('sent', kept)}`, kept ? sentDays : 0)
}
