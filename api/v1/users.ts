import { z } from 'zod'
import { paths } from '@/core/paths'
import { fail, ok } from '@/core/result'
import { findHandles, findMoved, findProfile } from '@/lib/user'
import { type Api, endpoint } from '../gate/endpoint'
import { handleParam } from './schemas'

/** The calls for public profiles, and for the caller's own account. */
export function userEndpoints(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/users/{handle}',
      summary: 'A user',
      tag: 'Users',
      needs: 'anyone',
      params: handleParam,
      answer: {
        status: 200,
        description: 'The user',
        schema: z.object({
          id: z.int(),
          handle: z.string(),
          role: z.string(),
          created_at: z.string(),
          bemoanings: z.int(),
          comments: z.int(),
          remedies: z.int(),
        }),
      },
    },
    async ({ params }) => {
      const user = await findProfile(params.handle)
      if (!user) {
        const moved = await findMoved(params.handle)
        return moved === null
          ? fail('not-found', `We can’t find the user ${params.handle}.`)
          : ok({ status: 308, headers: { Location: `${paths.api}/users/${moved}` } })
      }
      const { id, handle, role, createdAt, bemoanings, comments, remedies } = user
      return ok({
        body: { id, handle, role, created_at: createdAt.toISOString(), bemoanings, comments, remedies },
      })
    },
  )

  endpoint(
    api,
    {
      method: 'get',
      path: '/users',
      summary: 'The handles that begin with some letters, to complete a mention',
      tag: 'Users',
      needs: 'anyone',
      limit: 'complete',
      query: z.strictObject({
        starts: z.string().regex(/^[a-z0-9_-]{1,20}$/, 'The first letters of a handle.'),
      }),
      answer: {
        status: 200,
        description: 'At most 6 handles, the shortest first',
        schema: z.object({ items: z.array(z.object({ handle: z.string() })) }),
      },
    },
    async ({ query }) =>
      ok({ body: { items: (await findHandles(query.starts)).map((handle) => ({ handle })) } }),
  )

  endpoint(
    api,
    {
      method: 'get',
      path: '/me',
      summary: 'The caller’s own account',
      tag: 'Me',
      needs: 'user',
      answer: {
        status: 200,
        description: 'The account',
        schema: z.object({ handle: z.string(), role: z.string(), created_at: z.string() }),
      },
    },
    async ({ viewer }) =>
      ok({ body: { handle: viewer.handle, role: viewer.role, created_at: viewer.createdAt.toISOString() } }),
  )
}
