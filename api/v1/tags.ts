import { z } from 'zod'
import { ok } from '@/core/result'
import { listTags } from '@/lib/tag'
import { type Api, endpoint } from '../gate/endpoint'
import { tagJson } from './json'
import { tag } from './schemas'

/** The call for the list of tags. */
export function tagEndpoints(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/tags',
      summary: 'All tags',
      tag: 'Tags',
      needs: 'anyone',
      answer: { status: 200, description: 'All tags', schema: z.object({ items: z.array(tag) }) },
    },
    async () => ok({ body: { items: (await listTags()).map(tagJson) } }),
  )
}
