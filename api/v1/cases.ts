import { z } from 'zod'
import { ok } from '@/core/result'
import { moderationActors } from '@/core/vocabulary'
import { type LogFilters, listLog, logFilters, report, reportInput } from '@/lib/moderation'
import { type Api, endpoint } from '../gate/endpoint'
import { logJson } from './json'
import { cursor, limit, pageOf } from './schemas'

const entry = z
  .object({
    id: z.int(),
    url: z.url(),
    action: z.string(),
    reason: z.string(),
    by: z.enum(moderationActors),
    moderator: z.string().nullable().describe('Null: no person.'),
    subject: z.union([
      z.object({ type: z.literal('bemoaning'), id: z.int() }),
      z.object({
        type: z.literal('comment'),
        id: z.int(),
        bemoaning: z.int().nullable(),
        post: z.string().nullable(),
      }),
      z.object({ type: z.literal('user'), handle: z.string() }),
      z.object({
        type: z.literal('tag'),
        name: z.string().nullable().describe('Null once the person who proposed it has left.'),
        exists: z.boolean().describe('Whether the site has it.'),
      }),
    ]),
    into: z.int().nullable().describe('Of a merge: the target.'),
    undoes: z.int().nullable().describe('Of an undo: the row that it undoes.'),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Moderation' })

/** The calls for reports and the public log. */
export function caseEndpoints(api: Api): void {
  endpoint(
    api,
    {
      method: 'post',
      path: '/reports',
      summary: 'Report something to the moderators',
      tag: 'Moderation',
      needs: 'voter',
      body: reportInput,
      answer: { status: 202, description: 'Received; the log shows the decision', schema: z.object({}) },
    },
    async ({ body, voterId, viewer, c }) => {
      const made = await report({ viewer, voterId, network: c.env.extras?.network ?? 'local' }, body)
      if (!made.ok) return made
      const { cookie } = made.value
      return ok({ body: {}, ...(cookie ? { headers: { 'Set-Cookie': cookie } } : {}) })
    },
  )
  endpoint(
    api,
    {
      method: 'get',
      path: '/log',
      summary: 'The public log of moderation, newest first',
      tag: 'Moderation',
      needs: 'anyone',
      query: z.strictObject({
        action: z.string().max(40).optional(),
        moderator: z.string().max(20).optional(),
        type: z.string().max(20).optional(),
        after: cursor.optional(),
        limit: limit.optional(),
      }),
      answer: { status: 200, description: 'The page', schema: pageOf(entry) },
    },
    async ({ query: { after, limit: most, action, moderator, type } }) => {
      const filters = logFilters({
        action: action ?? null,
        moderator: moderator ?? null,
        type: type ?? null,
      })
      if (!filters.ok) return filters
      return logPage(filters.value, after, most)
    },
  )
}

/** Returns a page of the log as JSON, for the API and for `/log.json`. */
export async function logPage(filters: LogFilters, after?: string, most?: number) {
  const page = await listLog({ ...filters, ...(after ? { after } : {}), ...(most ? { limit: most } : {}) })
  return page.ok ? ok({ body: { items: page.value.items.map(logJson), next: page.value.next } }) : page
}
