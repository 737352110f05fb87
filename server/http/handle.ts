import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { usualLook } from '@/core/context'
import { isTelling, type Running, tell, withRequest } from '@/core/request'
import { type BufferedResponse, respond, send, textResponse } from '@/core/response'
import { fail } from '@/core/result'
import { hasMutes } from '@/lib/reader'
import { cachedResponse } from '../cache/cached-response'
import { healthAnswer } from '../health'
import { countAnswer } from '../metrics'
import { isFrameworks } from '../next/markup'
import { byProgram, deliver } from './deliver'
import { afterError, failed } from './failed'
import { identifyGently, renewing } from './identity'
import { isLanding } from './inline-style'
import { pageText } from './page-text'
import {
  type Address,
  asksForHtml,
  clientAddress,
  isTextClient,
  lookOf,
  networkOf,
  readAddress,
} from './request-address'
import {
  hasTextForm,
  isEmbed,
  isPersonalMachine,
  knownQuery,
  type Route,
  routeOf,
  textFormOf,
} from './routes'
import { isSearch, refusedSearch, searchFailure } from './searching'
import { secured } from './security-headers'
import { compress, type Listener, toSecondFactor, uncachedResponse } from './uncached-response'

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

const unreadable = fail('bad-request', 'We can’t read this address.')

/** Handles a request. Everything logged meanwhile carries its id. */
export function handle(
  listener: Listener,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const running = { id: randomUUID(), statements: listener.tracing ? [] : null }
  if (answerQuickly(listener, request, response, running)) return Promise.resolve()
  response.setHeader('x-request-id', running.id)
  return withRequest(running, () => answerOne(listener, request, response, running))
}

/** Responds from the cache if that is all it takes. @returns true if it has responded */
function answerQuickly(
  listener: Listener,
  request: IncomingMessage,
  response: ServerResponse,
  running: Running,
): boolean {
  const began = performance.now()
  const quick = cachedResponse(listener, request)
  if (!quick) return false
  response.writeHead(quick.status, [...quick.headers, 'x-request-id', running.id])
  response.end(request.method === 'HEAD' ? undefined : quick.body)
  note(listener, request, quick.route, quick.status, began, running)
  return true
}

/** Counts a response, and adds it to the log and the trace. */
function note(
  listener: Listener,
  request: IncomingMessage,
  route: Route | 'bad',
  status: number,
  began: number,
  running: Running,
): void {
  const method = request.method ?? 'GET'
  const took = performance.now() - began
  countAnswer(route, status, took)
  if (isTelling())
    withRequest(running, () =>
      tell('info', 'answered', { method, route, status, ms: Math.round(took * 10) / 10 }),
    )
  listener.tracing?.note({ method, route, status, began, request: running })
}

async function answerOne(
  listener: Listener,
  request: IncomingMessage,
  response: ServerResponse,
  running: Running,
): Promise<void> {
  const began = performance.now()
  let route: Route | 'bad' = 'bad'
  let made: BufferedResponse
  const { dev, next } = listener.site.options
  // In development the framework handles its own files and its hot reload.
  if (dev && isFrameworks(request.url ?? '')) return next(request, response)
  try {
    const address = readAddress(request.url)
    const method = request.method ?? 'GET'
    if (!address) made = failed(request.url?.startsWith('/api/v1') ? 'api' : 'reading', unreadable)
    else if (!methods.has(method))
      made = textResponse(405, 'This site doesn’t know that method.', { allow: [...methods].join(', ') })
    else {
      route = routeOf(method, address.path)
      made = await answerTo(listener, request, method, address, route)
    }
  } catch (error) {
    made = afterError(route, error)
  }
  const finish = (last: BufferedResponse) =>
    send(request, response, dev ? last : secured(last, listener.https))
  try {
    finish(made)
  } catch (error) {
    // For example, Node refuses to send a header. No caller awaits us, so an error thrown here would end the process.
    made = giveUp(finish, response, afterError(route, error))
  }
  note(listener, request, route, made.status, began, running)
}

/** Sends an error in place of a response that could not be sent. If that fails too, closes the connection. */
function giveUp(
  finish: (last: BufferedResponse) => void,
  response: ServerResponse,
  made: BufferedResponse,
): BufferedResponse {
  try {
    finish(made)
  } catch {
    response.destroy()
  }
  if (!response.writableEnded) response.destroy()
  return made
}

async function answerTo(
  listener: Listener,
  request: IncomingMessage,
  method: string,
  address: Address,
  route: Route,
): Promise<BufferedResponse> {
  const { site } = listener
  const reads = method === 'GET' || method === 'HEAD'
  if (route === 'health')
    return healthAnswer(request, address.path, {
      site,
      migrations: listener.migrations,
      metricsToken: listener.metricsToken,
    })
  if (reads) {
    const file = site.options.statics.get(address.path)
    if (file) return deliver(request, file, address.search.startsWith('?v='))
  }
  if (route === 'static') return textResponse(404, 'We don’t have that file.')
  if (reads && (route === 'reading' || route === 'machine'))
    return readingAnswer(listener, request, address, route)
  if (method === 'OPTIONS' && route !== 'api') return respond(204, '', { allow: 'GET, HEAD, POST' })
  return uncachedResponse(listener, request, method, address, route)
}

async function readingAnswer(
  listener: Listener,
  request: IncomingMessage,
  address: Address,
  route: 'reading' | 'machine',
): Promise<BufferedResponse> {
  const { site } = listener
  const forTerminal = route === 'reading' && isTextClient(request)
  const asText = forTerminal && hasTextForm(address.path) && (address.path !== '/search' || isSearch(address))
  const path = asText ? textFormOf(address.path) : address.path
  const bad = () => failed(route, fail('bad-request', 'This address has the same part twice.'))
  const forWhoAsks = () =>
    uncachedResponse(listener, request, 'GET', { ...address, path, url: path + address.search }, 'machine')
  const machine = route === 'machine' || asText
  if (machine && isPersonalMachine(path, address.query)) return forWhoAsks()
  const network = () => networkOf(clientAddress(request, listener.trustedProxy))
  if (machine) {
    // Lists in any format omit muted content, so viewers with mutes get their own.
    const mayDiffer = !isEmbed(path) && /session=/.test(request.headers.cookie ?? '')
    const asker = mayDiffer ? await identifyGently(request) : null
    if (asker?.viewer && hasMutes(asker.viewer.mutes)) return forWhoAsks()
    const limited = isSearch(address) && (await searchFailure(asker?.viewer?.voterId ?? network()))
    if (limited) return refusedSearch(path, limited)
    const entry = site.sharedMachine(path, address.query)
    if (!entry) return bad()
    const found = await entry
    // Some lists have no text of their own, such as that of all series.
    if (asText && found.answer.status === 404) return textOfPage(listener, request, address)
    const made = await deliver(request, found)
    // Browsers get a page at the same address: a shared cache must not confuse the two.
    return asText ? forThisClient(made) : made
  }
  if (knownQuery(path, address.query) === null) return bad()
  const cookies = request.headers.cookie ?? ''
  const caller = /session=|visitor=/.test(cookies) ? await identifyGently(request) : null
  const limited = isSearch(address) && (await searchFailure(caller?.viewer?.voterId ?? network()))
  if (limited) return failed(route, limited)
  if (caller?.awaiting) return toSecondFactor(address)
  if (forTerminal) return textOfPage(listener, request, address)
  const personal = caller && (caller.viewer || (caller.visitorId !== null && !caller.scripted))
  if (personal) {
    const made = await site.personal(address.url, caller)
    if (made.status !== 503) return compress(request, renewing(made, caller))
  }
  const entry = site.shared(address.path, address.query, lookOf(cookies))
  if (!entry) return bad()
  const made = await deliver(request, isLanding(request.headers) ? (await entry).landing : await entry)
  return asksForHtml(request) ? made : forThisClient(made)
}

const forThisClient = (made: BufferedResponse): BufferedResponse => ({
  ...made,
  headers: { ...made.headers, ...byProgram },
})

/** Returns the text of a page that has no text form of its own. */
async function textOfPage(
  { site }: Listener,
  request: IncomingMessage,
  { path, query }: Address,
): Promise<BufferedResponse> {
  const page = await site.shared(path, query, usualLook)
  if (!page) return failed('reading', fail('bad-request', 'This address has the same part twice.'))
  return forThisClient(await compress(request, pageText(page.answer)))
}
