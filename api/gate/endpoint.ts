import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, Env } from 'hono'
import { z } from 'zod'
import { context, type Viewer } from '@/core/context'
import { type Scope, ScopeError, scopeFailure } from '@/core/credential'
import { nulIn, parseJson } from '@/core/json'
import type { LimitName } from '@/core/limits'
import { failureHeaders, problemOf, rateHeaders, statusOf } from '@/core/problem'
import { readOnly, readOnlyFailure } from '@/core/read-only'
import type { Extras } from '@/core/request-extras'
import { shortcut } from '@/core/response'
import { type Failure, fail, type Result } from '@/core/result'
import type { SecurityEvent } from '@/core/security-log'
import { spendLimit } from '@/lib/rate-limit'
import { limitFor, staleFailure } from '@/lib/user'
import { voterOfRequest } from '@/lib/vote'
import { noteResult } from './note'

/** What handlers find beside the request: see `Extras`. */
export type ApiEnv = Env & { Bindings: { extras: Extras | undefined } }
export type Api = OpenAPIHono<ApiEnv>

export type Reply = { status?: 200 | 201 | 202 | 204 | 308; body?: unknown; headers?: Record<string, string> }

type Shape = z.ZodType | undefined
type Parsed<S extends Shape> = S extends z.ZodType ? z.infer<S> : undefined

/** Who may call: anybody, whoever can vote, signed-in users. */
type Needs = 'anyone' | 'voter' | 'user'
type Who<N extends Needs> = N extends 'user'
  ? { viewer: Viewer }
  : N extends 'voter'
    ? { voterId: number; viewer: Viewer | null }
    : { viewer: Viewer | null }

export type Endpoint<N extends Needs, P extends Shape, Q extends Shape, B extends Shape> = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  summary: string
  tag: string
  needs: N
  params?: P
  query?: Q
  body?: B
  limit?: LimitName
  /** What the caller's credential must allow; `read` for what reads and `write` for what writes when not said. */
  scope?: Scope
  /** A browser's session must have proved a moment ago who it is. */
  fresh?: true
  /** It is noted who did it, and how it ended. */
  event?: SecurityEvent
  answer: { status: 200 | 201 | 202 | 204; description: string; schema?: z.ZodType }
  headers?: readonly { name: string; description: string }[]
  /** It only looks like a write: it goes on while nothing can be written. */
  writesNothing?: true
}

export type Call<N extends Needs, P extends Shape, Q extends Shape, B extends Shape> = Who<N> & {
  params: Parsed<P>
  query: Parsed<Q>
  body: Parsed<B>
  c: Context<ApiEnv>
}

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    link: z.string().optional(),
  })
  .meta({ id: 'Problem' })

/** A failure as an answer of the API; what it says of a limit counts more than what `headers` say. */
export const problemResponse = (failure: Failure, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(problemOf(failure)), {
    status: statusOf(failure),
    headers: { 'content-type': 'application/problem+json', ...headers, ...failureHeaders(failure) },
  })

const errorsOf = (error: z.ZodError) =>
  error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))

/** Parses with a schema: what is wrong with the body is 422, with the address 400. */
function parse<S extends Shape>(
  schema: S,
  value: unknown,
  code: 'bad-request' | 'invalid',
): Result<Parsed<S>> {
  if (!schema) return { ok: true, value: undefined as Parsed<S> }
  const parsed = schema.safeParse(value)
  if (parsed.success) return { ok: true, value: parsed.data as Parsed<S> }
  const errors = errorsOf(parsed.error)
  return fail(code, errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(' '), {
    errors,
  })
}

/** The scope that a call needs, as its documentation says it. */
const scopeOf = ({ method, scope }: { method: string; scope?: Scope }): Scope =>
  scope ?? (method === 'get' ? 'read' : 'write')

const noQuery = z.strictObject({})

async function readJson(c: Context<ApiEnv>): Promise<Result<unknown>> {
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/([a-z.+-]+\+)?json\s*(;|$)/i.test(type))
    return fail('media-type', 'Send application/json.')
  return parseJson(c.env.extras?.body ?? new Uint8Array(await c.req.arrayBuffer()))
}

const readQuery = (c: Context<ApiEnv>): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [
      name,
      values.length === 1 ? (values[0] ?? '') : values,
    ]),
  )

async function whoCalls(
  needs: Needs,
  c: Context<ApiEnv>,
): Promise<Result<{ viewer: Viewer | null; voterId: number }>> {
  const { viewer } = context()
  const denied = c.env.extras?.denied
  const byToken = c.req.header('authorization') !== undefined
  if (denied && (byToken || needs !== 'anyone')) return denied
  if (viewer) return { ok: true, value: { viewer, voterId: viewer.voterId } }
  if (needs === 'user')
    return fail('signed-out', 'This needs an account: sign in, or send a token made at /settings.')
  if (needs === 'anyone') return { ok: true, value: { viewer: null, voterId: 0 } }
  return { ok: true, value: { viewer: null, voterId: await voterOfRequest() } }
}

/**
 * Adds a call to the API: its documentation, its checks in a fixed order (who, how often, what), its handler.
 * The handler gets parsed values only.
 */
export function endpoint<
  N extends Needs,
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends Shape = undefined,
>(api: Api, spec: Endpoint<N, P, Q, B>, run: (call: Call<N, P, Q, B>) => Promise<Result<Reply>>): void {
  document(api, spec)
  const honoPath = spec.path.replace(/\{(\w+)\}/g, ':$1')
  api.on(spec.method.toUpperCase(), [honoPath], async (c) => {
    const network = c.env.extras?.network ?? 'local'
    const who = await whoCalls(spec.needs, c)
    const counted = who.ok ? who.value.voterId || network : network
    const { standing, failure: limited } = await spendLimit(
      limitFor(spec.limit ?? 'api', context().viewer),
      counted,
    )
    const headers = rateHeaders(standing)
    const refuse = (failure: Failure) => {
      noteResult(spec, failure, { network })
      return problemResponse(failure, headers)
    }
    if (!who.ok) return refuse(who)
    if (limited) return refuse(limited)
    const { viewer: caller } = who.value
    const unfit =
      caller && (scopeFailure(caller, scopeOf(spec)) ?? (spec.fresh ? await staleFailure(caller) : null))
    if (unfit) return refuse(unfit)
    const params = parse(spec.params, c.req.param(), 'bad-request')
    if (!params.ok) return problemResponse(params, headers)
    const query = parse(spec.query ?? (noQuery as never), readQuery(c), 'bad-request')
    if (!query.ok) return problemResponse(query, headers)
    const json = spec.body ? await readJson(c) : null
    if (json && !json.ok) return problemResponse(json, headers)
    const nul = json ? nulIn(json.value) : null
    if (nul !== null) {
      const message = 'It contains a NUL character.'
      return problemResponse(fail('invalid', message, { errors: [{ path: nul, message }] }), headers)
    }
    const body = parse(spec.body, json?.value, 'invalid')
    if (!body.ok) return problemResponse(body, headers)
    if (spec.method !== 'get' && !spec.writesNothing && readOnly())
      return problemResponse(readOnlyFailure(), headers)
    const { viewer, voterId } = who.value
    const call = {
      viewer,
      voterId,
      params: params.value,
      query: query.value,
      body: body.value,
      c,
    } as unknown as Call<N, P, Q, B>
    const result = await run(call).catch((error: unknown) => {
      if (error instanceof ScopeError) return error.failure
      throw error
    })
    if (!result.ok) return refuse(result)
    noteResult(spec, result, { network })
    const { status = spec.answer.status, body: answer, headers: more } = result.value
    const all = { ...headers, ...more }
    if (answer === undefined) return new Response(null, { status, headers: all })
    return shortcut(JSON.stringify(answer), {
      status,
      headers: { ...all, 'content-type': 'application/json' },
    })
  })
}

function document<N extends Needs, P extends Shape, Q extends Shape, B extends Shape>(
  api: Api,
  spec: Endpoint<N, P, Q, B>,
): void {
  const { answer } = spec
  const security = {
    anyone: undefined,
    voter: [{ bearer: [scopeOf(spec)] }, { session: [] }, { visitor: [] }],
    user: [{ bearer: [scopeOf(spec)] }, { session: [] }],
  }[spec.needs]
  const parameters = (spec.headers ?? []).map(({ name, description }) => ({
    name,
    in: 'header' as const,
    description,
    schema: { type: 'string' as const },
  }))
  api.openAPIRegistry.registerPath({
    method: spec.method,
    path: spec.path,
    summary: spec.summary,
    tags: [spec.tag],
    ...(security ? { security } : {}),
    parameters,
    request: {
      ...(spec.params ? { params: spec.params as unknown as z.ZodObject } : {}),
      ...(spec.query ? { query: spec.query as unknown as z.ZodObject } : {}),
      ...(spec.body
        ? { body: { required: true, content: { 'application/json': { schema: spec.body } } } }
        : {}),
    },
    responses: {
      [answer.status]: {
        description: answer.description,
        ...(answer.schema ? { content: { 'application/json': { schema: answer.schema } } } : {}),
      },
      default: {
        description: 'A problem (RFC 9457)',
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    },
  })
}
