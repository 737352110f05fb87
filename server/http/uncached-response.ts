import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { emptyContext, type RequestContext } from '@/core/context'
import type { ProxyTrust } from '@/core/env'
import { pageAt } from '@/core/pages'
import { paths } from '@/core/paths'
import type { RequestExtras } from '@/core/request-extras'
import { type BufferedResponse, respond } from '@/core/response'
import { fail } from '@/core/result'
import { CachedResponse } from '../cache/entry'
import { oauthAnswer } from '../next/oauth'
import type { Site } from '../site'
import type { Tracing } from '../tracing'
import { readBody } from './body'
import { deliver, encoded } from './deliver'
import { awayPage } from './error-page'
import { failed } from './failed'
import { refuseForeign } from './foreign-write'
import { withFreshAddress } from './fresh-address'
import { identify, identifyFeed, rememberingWrite, renewing, unknownWhileAway } from './identity'
import { inlineStyle, isLanding } from './inline-style'
import { type Address, cleanHeaders, clientAddress, isAhead, networkOf } from './request-address'
import { feedTokenOf, isList, type Route } from './routes'
import { isSearch, refusedSearch, searchFailure } from './searching'

/** The configuration that all requests share: the site, and how it is reached. */
export type Listener = {
  site: Site
  /** Origins at which the site is reached. */
  origins: ReadonlySet<string>
  https: boolean | 'subdomains'
  trustedProxy: ProxyTrust | null
  metricsToken: string | undefined
  tracing: Tracing | null
  migrations: number
}

export const neverKept: BufferedResponse['headers'] = { 'cache-control': 'private, no-store' }

/** True for pages that are accessible before the second factor is confirmed. */
const finishesSignIn = (path: string): boolean =>
  /^\/(signin(\/code)?|forgot|reset|undo|verify|unsubscribe)$/.test(path)

/** Redirects a sign-in to its second factor. */
export const toSecondFactor = ({ url }: Address): BufferedResponse =>
  respond(303, '', { location: paths.signInCode(url), ...neverKept })

const newNonce = (): string => randomBytes(16).toString('base64url')

/** Compresses a response, or responds 304 to a conditional request. */
export async function compress(request: IncomingMessage, plain: BufferedResponse): Promise<BufferedResponse> {
  const made = isLanding(request.headers) ? inlineStyle.within(plain) : plain
  const { 'if-none-match': match, 'if-modified-since': since } = request.headers
  if (match === undefined && since === undefined && made.headers['last-modified'] === undefined)
    return encoded(request, made)
  const kept = await deliver(request, new CachedResponse(made, new Set()))
  const { etag, ...headers } = kept.headers
  const { etag: version, 'last-modified': modified } = made.headers
  return {
    ...kept,
    headers: {
      ...headers,
      // A handler's own ETag is a version to be used in If-Match. A feed's is a hash: its readers ask again and again.
      ...(version === undefined ? (modified === undefined ? {} : { etag }) : { etag: version }),
      // The entry was made just now; only the handler knows when its content changed.
      ...(modified === undefined ? {} : { 'last-modified': modified }),
    },
  }
}

/** Responds to a request that depends on its caller: all writes, and pages with forms. */
export async function uncachedResponse(
  listener: Listener,
  request: IncomingMessage,
  method: string,
  address: Address,
  route: Route,
): Promise<BufferedResponse> {
  const { site, https, trustedProxy } = listener
  const byToken =
    (route === 'api' || address.path === paths.exportFile) && request.headers.authorization !== undefined
  const writes = !['GET', 'HEAD', 'OPTIONS'].includes(method)
  // Mail programs unsubscribe from elsewhere (RFC 8058). The token in the address is the only credential that counts.
  const byAddress = address.path === paths.unsubscribePage
  const refused =
    writes && !byToken && !byAddress ? await refuseForeign(listener, request, address, route) : null
  if (refused) return refused
  if (route === 'form' && (method !== 'POST' || isList(address.path))) {
    return failed(route, fail('method', 'You can only read this address.'), {
      allow: isList(address.path) ? 'GET, HEAD' : 'GET, HEAD, POST',
    })
  }
  const data = writes ? await readBody(request) : Buffer.alloc(0)
  if (data === null)
    return failed(route, fail('too-large', 'That is more than 64 kB. We haven’t saved anything; send less.'))
  const headers = cleanHeaders(request, site.options.host)
  if (route === 'auth')
    return oauthAnswer(site, request, { method, address, data, headers, https: https !== false })
  const feedToken = route === 'machine' ? feedTokenOf(address.path, address.query) : null
  const identified = feedToken === null ? identify(request, byToken) : identifyFeed(feedToken)
  const caller = await identified.catch(unknownWhileAway)
  const network = networkOf(clientAddress(request, trustedProxy))
  // Searches with a private token or by a viewer with mutes are handled here, and count against the same limit.
  const limited =
    route === 'machine' && isSearch(address) && (await searchFailure(caller.viewer?.voterId ?? network))
  if (limited) return refusedSearch(address.path, limited)
  // A page that was loaded ahead would be shown without being asked for: refused, the browser asks when it is opened.
  // It changes nothing without an account, so that programs that check the links of an email find it.
  if (route === 'working' && caller.viewer && pageAt(address.path)?.acts && isAhead(request))
    return respond(503, '', { ...neverKept, 'retry-after': '0' })
  if (route === 'working' && caller.denied?.code === 'unavailable') return awayPage()
  if (route === 'working' && caller.awaiting && !finishesSignIn(address.path)) return toSecondFactor(address)
  if (route === 'working')
    return compress(
      request,
      renewing(await site.personal(address.url, caller, { nonce: newNonce() }), caller),
    )
  const userAgent = headers['user-agent'] ?? ''
  const context: RequestContext = {
    ...emptyContext(),
    ...caller,
    // What a write shows again includes the write.
    readAfter: writes ? null : caller.readAfter,
    ...{ url: address.url, userAgent, shared: false },
  }
  const extras: RequestExtras = {
    denied: caller.denied,
    network,
    drawn: caller.drawn,
    kept: caller.kept,
    userAgent,
    body: data,
    rerender: async (path, form, status) => {
      const nonce = newNonce()
      const first = await site.personal(path, caller, { form, nonce })
      const moved = first.status === 301 ? String(first.headers.location) : null
      const page = moved ? await site.personal(moved, caller, { form, nonce }) : first
      return page.status === 200 ? { ...page, status } : page
    },
  }
  for (const name of ['authorization', 'idempotency-key', 'if-match', 'accept-encoding'] as const) {
    const value = request.headers[name]
    if (typeof value === 'string') headers[name] = value
  }
  const url = `http://${site.options.host}${address.url}`
  const asked = method === 'HEAD' ? 'GET' : method
  const made = await site.options.application(
    // The API reads the body from `extras` and needs no more: a whole Request costs as much as a vote's other work.
    route === 'api'
      ? { url, method: asked, headers: new Headers(headers) }
      : new Request(url, {
          method: asked,
          headers,
          body: writes && data.length > 0 ? new Uint8Array(data) : null,
        }),
    context,
    extras,
  )
  const written = writes && !byToken ? await rememberingWrite(made) : made
  const back = withFreshAddress(request, written)
  return compress(request, renewing({ ...back, headers: { ...neverKept, ...back.headers } }, caller))
}
