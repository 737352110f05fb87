import { z } from 'zod'
import type { Viewer } from '@/core/context'
import { paths } from '@/core/paths'
import { ok } from '@/core/result'
import { followUser } from '@/lib/reader'
import { accountChange, findHandles, findMoved, findProfile, noSuchUser, setAbout } from '@/lib/user'
import { type Api, endpoint } from '../gate/endpoint'
import { handleParam } from './schemas'

/** The calls for public profiles, for following them, and for the caller's own account. */
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
          about: z.string().nullable().describe('The line about themselves, plain text.'),
          bemoanings: z.int(),
          comments: z.int(),
          remedies: z.int(),
          fixes: z.int().describe('Fixes they proposed for bemoanings of others, and that were confirmed.'),
        }),
      },
    },
    async ({ params }) => {
      const user = await findProfile(params.handle)
      if (!user) {
        const moved = await findMoved(params.handle)
        return moved === null
          ? noSuchUser(params.handle)
          : ok({ status: 308, headers: { Location: `${paths.api}/users/${moved}` } })
      }
      const { id, handle, role, createdAt, about, bemoanings, comments, remedies, fixes } = user
      return ok({
        body: {
          id,
          handle,
          role,
          created_at: createdAt.toISOString(),
          about,
          bemoanings,
          comments,
          remedies,
          fixes,
        },
      })
    },
  )

  const account = {
    status: 200,
    description: 'The account',
    schema: z.object({
      handle: z.string(),
      role: z.string(),
      created_at: z.string(),
      about: z.string().nullable(),
    }),
  } as const
  const accountJson = async ({ handle, role, createdAt }: Viewer) => ({
    handle,
    role,
    created_at: createdAt.toISOString(),
    about: (await findProfile(handle))?.about ?? null,
  })
  const me = { path: '/me', tag: 'Me', needs: 'user', answer: account } as const
  endpoint(api, { ...me, method: 'get', summary: 'The caller’s own account' }, async ({ viewer }) =>
    ok({ body: await accountJson(viewer) }),
  )
  endpoint(
    api,
    {
      ...me,
      method: 'patch',
      summary: 'Change the line about oneself',
      limit: 'edit',
      scope: 'account',
      body: accountChange,
    },
    async ({ viewer, body }) => {
      const set = await setAbout(viewer, body.about)
      return set.ok ? ok({ body: await accountJson(viewer) }) : set
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
  for (const [method, on] of [
    ['put', true],
    ['delete', false],
  ] as const)
    endpoint(
      api,
      {
        tag: 'Me',
        needs: 'user',
        limit: 'edit',
        method,
        path: '/me/follows/users/{handle}',
        summary: on ? 'Follow somebody' : 'Unfollow somebody',
        params: handleParam,
        answer: {
          status: 200,
          description: 'Whether the caller follows them',
          schema: z.object({ following: z.boolean() }),
        },
      },
      async ({ viewer, params }) => {
        const followed = await followUser(viewer, params.handle, on)
        return followed.ok ? ok({ body: followed.value }) : followed
      },
    )
}
