// This one extends the schemas with what the description needs, before any is made.
import { type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Env } from 'hono'
import type { Scope } from '@/core/credential'
import type { Needs } from './gate'
import type { Group } from './groups'

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

/** What an operation says of itself. */
type Described = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  needs: Needs
  summary: string
  tag: Group
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  answer: { status: 200 | 201 | 202 | 204; description: string; schema?: z.ZodType }
  headers?: readonly { name: string; description: string }[]
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** A name for generated clients: `PUT /bemoanings/{id}/vote` is `putBemoaningsByIdVote`. */
export const operationId = ({ method, path }: Pick<Described, 'method' | 'path'>): string =>
  method +
  path
    .split(/[/._-]/)
    .filter(Boolean)
    .map((part) => (part.startsWith('{') ? `By${capitalised(part.slice(1, -1))}` : capitalised(part)))
    .join('')

/** Statuses of the problems that an operation may return (core/problem.ts), besides 405 for the wrong method. */
const problemsOf = ({ needs, method, params, body }: Described): number[] => [
  400,
  ...(needs === 'anyone' ? [] : [401]),
  403,
  ...(params || method === 'get' ? [404, 410] : []),
  ...(method === 'get' ? [] : [409, 412, 413]),
  ...(body ? [415, 422] : []),
  429,
  503,
]

const problemReference = { $ref: '#/components/responses/Problem' } as const

/** Adds what all operations share to the description. */
export const describeProblems = <E extends Env>(api: OpenAPIHono<E>): void => {
  api.openAPIRegistry.register('Problem', problemSchema)
  api.openAPIRegistry.registerComponent('responses', 'Problem', {
    description: 'A problem (RFC 9457)',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  })
}

/** Returns who may call an operation, in words. */
function callers(needs: Needs, scope: Scope): string {
  if (needs === 'anyone') return 'Anyone may call it.'
  const known = `a token with the scope “${scope}”, or a session`
  return needs === 'user' ? `Needs ${known}.` : `Needs ${known}, or a visitor’s cookie.`
}

/** Adds an operation to the description of the API (OpenAPI 3.1). An empty `security` means that anyone may call it. */
export function describe<E extends Env>(api: OpenAPIHono<E>, spec: Described, scope: Scope): void {
  const { answer } = spec
  const ways: Record<Needs, Record<string, string[]>[]> = {
    anyone: [],
    voter: [{ bearer: [scope] }, { session: [] }, { visitor: [] }],
    user: [{ bearer: [scope] }, { session: [] }],
  }
  const parameters = (spec.headers ?? []).map(({ name, description }) => ({
    name,
    in: 'header' as const,
    description,
    schema: { type: 'string' as const },
  }))
  api.openAPIRegistry.registerPath({
    operationId: operationId(spec),
    method: spec.method,
    path: spec.path,
    summary: spec.summary,
    description: callers(spec.needs, scope),
    tags: [spec.tag],
    security: ways[spec.needs],
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
      ...Object.fromEntries(problemsOf(spec).map((status) => [status, problemReference])),
      default: problemReference,
    },
  })
}
