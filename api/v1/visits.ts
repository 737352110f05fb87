import { z } from 'zod'
import { fail, ok } from '@/core/result'
import { findPost } from '@/lib/blog'
import { noteVisit } from '@/lib/reader'
import { type Api, endpoint } from '../gate/endpoint'
import { idParam } from './schemas'

const call = {
  method: 'put',
  summary:
    'Record that the caller reads this thread now, so that its page can mark what is new the next time',
  tag: 'Me',
  needs: 'user',
  answer: { status: 204, description: 'Recorded' },
} as const

/** The calls for visits to threads. Pages record them by themselves, unless the browser loads them ahead. */
export function visitEndpoints(api: Api): void {
  endpoint(api, { ...call, path: '/bemoanings/{id}/visit', params: idParam }, async ({ viewer, params }) => {
    await noteVisit(viewer, params.id)
    return ok({})
  })
  endpoint(
    api,
    {
      ...call,
      path: '/posts/{slug}/visit',
      params: z.strictObject({ slug: z.string().regex(/^[a-z0-9-]{1,100}$/) }),
    },
    async ({ viewer, params }) => {
      if (!findPost(params.slug)) return fail('not-found', 'We can’t find that post.')
      await noteVisit(viewer, params.slug)
      return ok({})
    },
  )
}
