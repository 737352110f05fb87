import type { IncomingMessage } from 'node:http'
import { type Awaiting, type Look, usualLook, type Viewer } from '@/core/context'
import { cookieNames, parseCookies, readVisitor, sessionCookie, wroteCookie } from '@/core/cookies'
import { isAway } from '@/core/database-error'
import { awayFailure } from '@/core/failures'
import { paths } from '@/core/paths'
import type { BufferedResponse } from '@/core/response'
import { type Failure, fail } from '@/core/result'
import { hasReplica, positionAfterWrite } from '@/db/replica'
import {
  banned,
  findViewer,
  type Identity,
  identifySession,
  identifyToken,
  type Known,
  readFeedToken,
} from '@/lib/user'
import { lookOf } from './request-address'

/** The caller of a request, according to its cookies and token. */
export type Caller = {
  viewer: Viewer | null
  /** Set if the caller has yet to confirm the second factor. */
  awaiting: Awaiting | null
  visitorId: number | null
  /** Why a credential sent along does not count. */
  denied: Failure | null
  look: Look
  /** The browser loads the page before anybody has opened it. */
  prefetched: boolean
  /** The browser loads the viewer's own data by script, so it can take the shared page. */
  scripted: boolean
  /** The cookie with the bemoanings this browser sent signed out. */
  sent: string
  /** The cookie with the random bemoanings this browser saw last. */
  drawn: string
  /** The key to the forms that this browser sent without an account; empty without. */
  kept: string
  /** See `readAfter` in core/context.ts. */
  readAfter: string | null
  /** The session cookie to send back with its full lifetime; null if renewal is not due. */
  renewed: string | null
}

/** A caller without any credential. */
const stranger: Caller = {
  viewer: null,
  awaiting: null,
  visitorId: null,
  denied: null,
  look: usualLook,
  prefetched: false,
  scripted: false,
  sent: '',
  drawn: '',
  kept: '',
  readAfter: null,
  renewed: null,
}

const expired = fail('signed-out', 'Your session has ended. Sign in again.')

const unfinished = fail('signed-out', 'You haven’t entered the code of your sign-in yet. Enter it first.', {
  link: paths.signInCode(),
})

const caller = (
  identity: Identity | Known,
  lapsed: Failure,
): Pick<Caller, 'viewer' | 'awaiting' | 'denied'> => {
  const nobody = { viewer: null, awaiting: null }
  if (!identity) return { ...nobody, denied: lapsed }
  if ('ban' in identity) return { ...nobody, denied: banned(identity.ban) }
  if ('awaiting' in identity) return { ...nobody, awaiting: identity.awaiting, denied: unfinished }
  return { viewer: identity.viewer, awaiting: null, denied: null }
}

/**
 * Identifies the caller of a request: by token if `byToken`, else by session cookie, else by visitor cookie. Takes
 * one statement at most.
 */
export async function identify(request: IncomingMessage, byToken: boolean): Promise<Caller> {
  const cookies = parseCookies(request.headers.cookie)
  const names = cookieNames()
  const shared = {
    look: lookOf(request.headers.cookie ?? ''),
    prefetched: String(request.headers['sec-purpose']).startsWith('prefetch'),
    scripted: cookies.get(names.script) === '1',
    sent: cookies.get(names.sent) ?? '',
    drawn: cookies.get(names.drawn) ?? '',
    kept: cookies.get(names.kept) ?? '',
    visitorId: readVisitor(cookies.get(names.visitor)),
    readAfter: cookies.get(names.wrote) ?? '',
    renewed: null,
  } as const
  const authorization = request.headers.authorization
  if (byToken && authorization !== undefined) {
    const token = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1]
    const refused = fail('signed-out', 'This token isn’t valid. Make a new one at /settings.')
    // A program that writes with a token does not tell how far the log was.
    return {
      ...shared,
      readAfter: null,
      visitorId: null,
      ...caller(token ? await identifyToken(token) : null, refused),
    }
  }
  const session = cookies.get(names.session)
  if (session === undefined) return { ...shared, viewer: null, awaiting: null, denied: null }
  const identity = session.length <= 100 ? await identifySession(session) : null
  const renewed = identity && 'viewer' in identity && identity.prolonged ? sessionCookie(session) : null
  const found = caller(identity, expired)
  return { ...shared, ...found, renewed, visitorId: found.viewer ? null : shared.visitorId }
}

/** Identifies the owner of a private feed by the token in its address. An invalid token gives no viewer. */
export async function identifyFeed(token: string): Promise<Caller> {
  const id = await readFeedToken(token)
  const viewer = id === null ? null : await findViewer(id)
  const denied = viewer
    ? null
    : fail('signed-out', 'This private address no longer works. Make a new one at /settings/reading.')
  return { ...stranger, viewer, denied }
}

/** While the database is away nobody can be identified. Forms still respond, and keep the input. */
export function unknownWhileAway(error: unknown): Caller {
  if (!isAway(error)) throw error
  return { ...stranger, denied: awayFailure('form') }
}

/** Returns a response that renews the session cookie, if renewal is due and the response sets none itself. */
export function renewing(made: BufferedResponse, caller: Pick<Caller, 'renewed'>): BufferedResponse {
  const set = [made.headers['set-cookie'] ?? []].flat()
  if (caller.renewed === null || set.some((line) => line.startsWith(`${cookieNames().session}=`))) return made
  const headers = { 'set-cookie': [...set, caller.renewed], 'cache-control': 'private, no-store' }
  return { ...made, headers: { ...made.headers, ...headers } }
}

/** Returns the response to a write, with a cookie that says which replicas know of it. */
export async function rememberingWrite(made: BufferedResponse): Promise<BufferedResponse> {
  if (!hasReplica()) return made
  const set = [made.headers['set-cookie'] ?? []].flat()
  return {
    ...made,
    headers: { ...made.headers, 'set-cookie': [...set, wroteCookie(await positionAfterWrite())] },
  }
}

/** Identifies the caller, or returns null while the database is away: then reading continues from the cache. */
export async function identifyGently(request: IncomingMessage): Promise<Caller | null> {
  try {
    return await identify(request, false)
  } catch (error) {
    if (isAway(error)) return null
    throw error
  }
}
