import type { IncomingMessage } from 'node:http'
import { emptyContext } from '@/core/context'
import { cookieNames, parseCookies, readVisitor } from '@/core/cookies'
import { localPath } from '@/core/paths'
import { type BufferedResponse, respond, textResponse } from '@/core/response'
import { absolute } from '@/core/site'
import { endSessionOf } from '@/lib/user'
import type { Address } from '../http/request-address'
import type { Site } from '../site'
import { capture } from './render'

type Asked = {
  method: string
  address: Address
  data: Buffer
  headers: Record<string, string>
  https: boolean
}

const neverKept = { 'cache-control': 'private, no-store' }

/** The parts of next-auth in use: the providers' callbacks, and the sign-ins that lead to them. */
const theirs = /^\/api\/auth\/(callback|signin)\/(github|google)$/

const withoutSession = (cookies = ''): string =>
  cookies
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part && !part.startsWith(`${cookieNames().session}=`))
    .join('; ')

/** Ends the browser's previous session if the response sets a new one. */
async function endFormer(request: IncomingMessage, made: BufferedResponse): Promise<void> {
  const former = parseCookies(request.headers.cookie).get(cookieNames().session)
  const isNew = cookiesSet(made).some((line) => line.startsWith(`${cookieNames().session}=`))
  if (former && isNew) await endSessionOf(former)
}

const cookiesSet = (made: BufferedResponse): string[] => [made.headers['set-cookie'] ?? []].flat()

/**
 * Passes a request to next-auth. `/signin/oauth` is a form that works without a script: it fetches next-auth's CSRF
 * token and starts the provider's flow in one step.
 */
export async function oauthAnswer(
  site: Site,
  request: IncomingMessage,
  { method, address, data, headers, https }: Asked,
): Promise<BufferedResponse> {
  const context = {
    ...emptyContext(),
    url: address.url,
    userAgent: headers['user-agent'] ?? '',
    shared: false,
    visitorId: readVisitor(parseCookies(request.headers.cookie).get(cookieNames().visitor)),
  }
  const asked: Record<string, string> = {
    ...headers,
    // We manage sessions ourselves: next-auth would end a session it does not know, at any GET to it.
    cookie: withoutSession(headers.cookie),
    'x-forwarded-proto': https ? 'https' : 'http',
    'x-forwarded-host': site.options.host,
  }
  const run = (url: string, more: Record<string, string> = {}, body?: { method: string; data: Buffer }) =>
    capture(site.options.next, url, { ...asked, ...more }, context, body)
  if (address.path !== '/signin/oauth') {
    if (!theirs.test(address.path)) return textResponse(404, 'Nothing is at this address.')
    const made = await run(address.url, {}, { method, data })
    await endFormer(request, made)
    return { ...made, headers: { ...made.headers, ...neverKept } }
  }
  if (method !== 'POST') return respond(303, '', { location: '/signin' })
  const form = new URLSearchParams(data.toString())
  const provider = form.get('provider') === 'google' ? 'google' : 'github'
  const csrf = await run('/api/auth/csrf')
  const { csrfToken } = JSON.parse(csrf.body.toString()) as { csrfToken: string }
  const cookie = [asked.cookie, ...cookiesSet(csrf).map((line) => line.split(';')[0])]
    .filter(Boolean)
    .join('; ')
  const body = new URLSearchParams({ csrfToken, callbackUrl: absolute(localPath(form.get('to'))) }).toString()
  const started = await run(
    `/api/auth/signin/${provider}`,
    { cookie, 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) },
    { method: 'POST', data: Buffer.from(body) },
  )
  return {
    ...started,
    headers: {
      ...started.headers,
      ...neverKept,
      'set-cookie': [...cookiesSet(csrf), ...cookiesSet(started)],
    },
  }
}
