import { z } from 'zod'
import { awayFailure } from '@/core/failures'
import { ok } from '@/core/result'
import { viewerMark } from '@/core/viewer-mark'
import { findMine } from '@/lib/bemoaning'
import { findMyComments } from '@/lib/comment'
import { type Api, endpoint } from '../gate/endpoint'

const ids = z
  .string()
  .regex(/^(\d{1,15}(,\d{1,15}){0,99})?$/, 'A list of at most 100 ids.')
  .transform((text) => (text ? text.split(',').map(Number) : []))
  .meta({ type: 'string' })

/** The call for what the caller did with the items of a page. */
export function mineEndpoints(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/mine',
      summary: 'The caller’s votes and saved bemoanings on a page, for the site’s own script',
      tag: 'Me',
      needs: 'anyone',
      query: z.strictObject({ bemoanings: ids.optional(), comments: ids.optional() }),
      answer: {
        status: 200,
        description: 'By id: the vote and whether it is saved',
        schema: z.object({
          handle: z.string().nullable(),
          owner: z
            .string()
            .nullable()
            .describe('The mark in data-owner of the caller’s pages; null without a session'),
          bemoanings: z.record(z.string(), z.unknown()),
          comments: z.record(z.string(), z.unknown()),
        }),
      },
    },
    async ({ query, viewer, c }) => {
      const { denied } = c.env.extras ?? {}
      // A null owner makes the browser delete its stored data, so it is sent only if we know that nobody is signed
      // in.
      if (denied?.code === 'unavailable') return awayFailure('nothing')
      return ok({
        body: {
          handle: viewer?.handle ?? null,
          owner: viewer ? viewerMark(viewer.id) : null,
          bemoanings: Object.fromEntries(await findMine(query.bemoanings ?? [])),
          comments: Object.fromEntries(await findMyComments(query.comments ?? [])),
        },
      })
    },
  )
}
