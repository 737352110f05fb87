import { OpenAPIHono } from '@hono/zod-openapi'
import { fail } from '@/core/result'
import { absolute, siteTitle } from '@/core/site'
import { describeProblems } from '../gate/describe'
import { type ApiEnv, problemResponse } from '../gate/endpoint'
import { groupTags } from '../gate/groups'
import { bemoaningEndpoints } from './bemoanings'
import { caseEndpoints } from './cases'
import { commentEndpoints } from './comments'
import { juryEndpoints } from './jury'
import { mineEndpoints } from './mine'
import { personalEndpoints } from './personal'
import { previewEndpoints } from './preview'
import { searchEndpoints } from './search'
import { stateEndpoints } from './state'
import { tagEndpoints } from './tags'
import { userEndpoints } from './users'
import { visitEndpoints } from './visits'
import { worldEndpoints } from './world'

/** The JSON API, version 1, with its OpenAPI document. */
export function createApi(): OpenAPIHono<ApiEnv> {
  const api = new OpenAPIHono<ApiEnv>().basePath('/api/v1') as OpenAPIHono<ApiEnv>
  describeProblems(api)
  bemoaningEndpoints(api)
  commentEndpoints(api)
  tagEndpoints(api)
  searchEndpoints(api)
  userEndpoints(api)
  mineEndpoints(api)
  previewEndpoints(api)
  visitEndpoints(api)
  worldEndpoints(api)
  juryEndpoints(api)
  stateEndpoints(api)
  caseEndpoints(api)
  personalEndpoints(api)
  const { registry } = { registry: api.openAPIRegistry }
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token made at /settings.',
  })
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'session',
    description: 'The session, with a same-origin Origin header.',
  })
  registry.registerComponent('securitySchemes', 'visitor', {
    type: 'apiKey',
    in: 'cookie',
    name: 'visitor',
    description: 'A visitor’s cookie, with a same-origin Origin header.',
  })
  let description: string | null = null
  api.get('/openapi.json', () => {
    description ??= JSON.stringify(
      api.getOpenAPI31Document({
        openapi: '3.1.0',
        info: {
          title: siteTitle,
          version: '1',
          description: 'Read, vote, bemoan and comment. Errors are RFC 9457 problem documents.',
          license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
        },
        servers: [{ url: absolute('') }],
        tags: groupTags,
      }),
    )
    return new Response(description, {
      headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' },
    })
  })
  const routes = api.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => ({ method, pattern: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`) }))
  api.notFound((c) => {
    const allowed = [
      ...new Set(routes.filter(({ pattern }) => pattern.test(c.req.path)).map(({ method }) => method)),
    ]
    if (allowed.length === 0)
      return problemResponse(fail('not-found', 'The API doesn’t have this call. See /developers.'))
    const allow = [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
    if (c.req.method === 'OPTIONS') return new Response(null, { status: 204, headers: { Allow: allow } })
    return problemResponse(fail('method', `Only ${allow} here.`), { Allow: allow })
  })
  return api
}
