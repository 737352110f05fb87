import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, Env } from 'hono'
import { z } from 'zod'
import type { Scope } from '@/core/credential'
import { nulFailure, nulIn, parseJson } from '@/core/json'
import { failureHeaders, problemOf, rateHeaders, statusOf } from '@/core/problem'
import type { RequestExtras } from '@/core/request-extras'
import { shortcut } from '@/core/response'
import { type Failure, fail, ok, type Result } from '@/core/result'
import { describe } from './describe'
import { gate, type Needs, type Rules, type Who } from './gate'
import type { Group } from './groups'
import { noteResult } from './note'

/** The environment of handlers: `RequestExtras` beside the request. */
export type ApiEnv = Env & { Bindings: { extras: RequestExtras | undefined } }
export type Api = OpenAPIHono<ApiEnv>

type Shape = z.ZodType | undefined
type Parsed<S extends Shape> = S extends z.ZodType ? z.infer<S> : undefined

/** The result of a call: a body that matches its schema, or none. `ReplyOf` takes the schema. */
export type ReplyOf<S extends z.ZodType> = Reply<z.infer<S>>
export type Reply<T = undefined> = {
  status?: 200 | 201 | 202 | 204 | 308
  body?: T | undefined
  headers?: Record<string, string>
}

/** A call. Defaults: the limit `api`; the scope `read` for GET and `write` for the rest. */
export type Endpoint<
  N extends Needs,
  P extends Shape,
  Q extends Shape,
  B extends Shape,
  A extends Shape = Shape,
> = Rules<N> & {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  summary: string
  tag: Group
  params?: P
  query?: Q
  body?: B
  answer: { status: 200 | 201 | 202 | 204; description: string; schema?: A }
  headers?: readonly { name: string; description: string }[]
}

export type Call<N extends Needs, P extends Shape, Q extends Shape, B extends Shape> = Who<N> & {
  params: Parsed<P>
  query: Parsed<Q>
  body: Parsed<B>
  c: Context<ApiEnv>
}

/** Returns a failure as a problem document. Its own rate-limit headers override those in `headers`. */
export const problemResponse = (failure: Failure, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(problemOf(failure)), {
    status: statusOf(failure),
    headers: { 'content-type': 'application/problem+json', ...headers, ...failureHeaders(failure) },
  })

const errorsOf = (error: z.ZodError) =>
  error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))

/** Parses with a schema. An invalid body is a 422, an invalid address a 400. */
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

/** Returns the scope that a call needs. */
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

const signedOut = (): Failure =>
  fail('signed-out', 'You need an account. Sign in, or send a token that you made at /settings.')

/** Parses the input of a call: its path parameters, its query and its body. */
async function readCall<P extends Shape, Q extends Shape, B extends Shape>(
  spec: { params?: P; query?: Q; body?: B },
  c: Context<ApiEnv>,
): Promise<Result<{ params: Parsed<P>; query: Parsed<Q>; body: Parsed<B> }>> {
  const params = parse(spec.params as P, c.req.param(), 'bad-request')
  if (!params.ok) return params
  const query = parse(spec.query ?? (noQuery as never), readQuery(c), 'bad-request')
  if (!query.ok) return query
  const json = spec.body ? await readJson(c) : null
  if (json && !json.ok) return json
  const nul = json ? nulIn(json.value) : null
  if (nul !== null) return nulFailure(nul)
  const body = parse(spec.body as B, json?.value, 'invalid')
  if (!body.ok) return body
  return ok({ params: params.value, query: query.value as Parsed<Q>, body: body.value })
}

/**
 * Adds a call to the API: its documentation, the gate before it (gate.ts) and its handler. The handler gets parsed
 * values only.
 */
export function endpoint<
  N extends Needs,
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends Shape = undefined,
  A extends Shape = undefined,
>(
  api: Api,
  spec: Endpoint<N, P, Q, B, A>,
  run: (call: Call<N, P, Q, B>) => Promise<Result<Reply<Parsed<A>>>>,
): void {
  describe(api, spec, scopeOf(spec))
  const honoPath = spec.path.replace(/\{(\w+)\}/g, ':$1')
  const rules = {
    ...spec,
    limit: spec.limit ?? 'api',
    writesNothing: spec.writesNothing || spec.method === 'get',
  }
  api.on(spec.method.toUpperCase(), [honoPath], async (c) => {
    const { extras } = c.env
    const { result, usage } = await gate(
      rules,
      {
        extras,
        scope: scopeOf(spec),
        stake: spec.method === 'get' ? 'nothing' : 'call',
        insists: c.req.header('authorization') !== undefined,
        signedOut,
        read: () => readCall(spec, c),
      },
      (who, input) => run({ ...who, ...input, c } as unknown as Call<N, P, Q, B>),
    )
    noteResult(spec, result, { network: extras?.network ?? 'local' })
    const headers = rateHeaders(usage)
    if (!result.ok) return problemResponse(result, headers)
    const { status = spec.answer.status, body, headers: more } = result.value
    const all = { ...headers, ...more }
    if (body === undefined) return new Response(null, { status, headers: all })
    return shortcut(JSON.stringify(body), { status, headers: { ...all, 'content-type': 'application/json' } })
  })
}
