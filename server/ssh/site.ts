import { randomUUID } from 'node:crypto'
import type { application } from '@/api'
import { emptyContext, type RequestContext } from '@/core/context'
import { cookieNames, parseCookies, readVisitor } from '@/core/cookies'
import { withRequest } from '@/core/request'
import type { RequestExtras } from '@/core/request-extras'
import type { BufferedResponse } from '@/core/response'
import { artsOf } from '@/lib/user'
import type { Call, Site } from '@/terminal/command'
import { brokenPage } from '../http/error-page'
import { afterError } from '../http/failed'
import { nobody, type Peer, rememberVisitor, senderOf } from './caller'
import { joinsFor } from './join'

/** How the site is reached from within. */
export type Door = { application: typeof application; host: string; origin: string }

/**
 * Returns the site for a connection. A command goes through the same gate as a call of the API: its checks, limits and
 * authorisation, without the way over HTTP.
 */
export function siteFor(door: Door, peer: Peer): Site {
  const ask = (
    method: string,
    path: string,
    { body, key, api }: { body?: unknown; key?: string | undefined; api: boolean },
  ): Promise<BufferedResponse> =>
    withRequest({ id: randomUUID(), statements: null }, async () => {
      // Texts are those that everybody reads: over HTTP no key or token counts for them either.
      const sender = api ? await senderOf(peer, method === 'GET' ? 'nothing' : 'call') : nobody
      const url = `http://${door.host}${path}`
      const context: RequestContext = {
        ...emptyContext(),
        viewer: sender.viewer,
        visitorId: sender.visitorId,
        url: path,
        userAgent: 'ssh',
        shared: false,
      }
      const extras: RequestExtras = {
        denied: sender.denied,
        network: peer.network,
        drawn: '',
        kept: '',
        userAgent: 'ssh',
        body: body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)),
        rerender: async () => brokenPage(),
      }
      const headers = new Headers({
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      })
      const request = api ? { url, method, headers } : new Request(url, { method, headers })
      // As over HTTP: a database that is away is a sentence, what nobody expected is logged.
      return door.application(request, context, extras).catch((error: unknown) => afterError('api', error))
    })

  const keepVisitor = async ({ headers }: BufferedResponse): Promise<void> => {
    for (const line of [headers['set-cookie'] ?? []].flat()) {
      const voterId = readVisitor(parseCookies(line.split(';')[0]).get(cookieNames().visitor))
      if (voterId !== null) await rememberVisitor(peer, voterId)
    }
  }

  return {
    origin: door.origin,
    signIn: 'Your key opens none: “join <handle>” makes one for it.',
    ...joinsFor(peer),
    faces: artsOf,
    call: async ({ method, path, body, key }: Call) => {
      const answer = await ask(method, `/api/v1${path}`, { body, key, api: true })
      await keepVisitor(answer)
      const text = answer.body.toString()
      return { status: answer.status, body: text ? JSON.parse(text) : null }
    },
    text: async (path) => {
      const { status, headers, body } = await ask('GET', path, { api: false })
      const isProblem = headers['content-type'] === 'application/problem+json'
      const text = body.toString()
      return { status, body: isProblem ? String(JSON.parse(text).detail) : text }
    },
  }
}
