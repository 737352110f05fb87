import { z } from 'zod'
import { paths } from '@/core/paths'
import { fail, ok } from '@/core/result'
import { absolute } from '@/core/site'
import { viewerMark } from '@/core/viewer-mark'
import { findMine } from '@/lib/bemoaning'
import { type FoundPost, searchPosts } from '@/lib/blog'
import { findMyComments } from '@/lib/comment'
import { longestQuery, searchBemoanings } from '@/lib/search'
import { listTags } from '@/lib/tag'
import { findMoved, findProfile } from '@/lib/user'
import { textInput } from '@/text/input'
import { renderMarkdown } from '@/text/markdown'
import { type Api, endpoint } from '../gate/endpoint'
import { bemoaningJson, tagJson } from './json'
import { bemoaning, cursor, handleParam, pageOf, tag } from './schemas'

const ids = z
  .string()
  .regex(/^(\d{1,15}(,\d{1,15}){0,99})?$/, 'A list of at most 100 ids.')
  .transform((text) => (text ? text.split(',').map(Number) : []))
  .meta({ type: 'string' })

const foundPost = z
  .object({
    url: z.url(),
    slug: z.string(),
    title: z.string(),
    description: z.string(),
    tags: z.array(z.string()),
    published_at: z.iso.datetime(),
    updated_at: z.iso.datetime().nullable(),
    excerpt: z.string(),
  })
  .meta({ id: 'Post' })

const postJson = ({ post, excerpt }: FoundPost): z.infer<typeof foundPost> => ({
  url: absolute(paths.post(post.slug)),
  slug: post.slug,
  title: post.title,
  description: post.description,
  tags: post.tags,
  published_at: post.publishAt,
  updated_at: post.updated,
  excerpt: excerpt.map(({ text }) => text).join(''),
})

export function otherEndpoints(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/tags',
      summary: 'The closed list of tags',
      tag: 'Tags',
      needs: 'anyone',
      answer: { status: 200, description: 'All tags', schema: z.object({ items: z.array(tag) }) },
    },
    async () => ok({ body: { items: (await listTags()).map(tagJson) } }),
  )

  endpoint(
    api,
    {
      method: 'get',
      path: '/search',
      summary: 'Search',
      tag: 'Search',
      needs: 'anyone',
      limit: 'search',
      query: z.strictObject({
        q: z.string().max(longestQuery),
        type: z.enum(['bemoanings', 'blog', 'all']).optional(),
        after: cursor.optional(),
      }),
      answer: {
        status: 200,
        description: 'What was found, best first',
        schema: pageOf(bemoaning).extend({
          hint: z.string().optional().describe('Why there is nothing to look for'),
          meant: z.string().optional().describe('The query as it may have been meant'),
          corrected: z.boolean().optional().describe('These are the results of what was meant'),
          posts: z
            .array(foundPost)
            .optional()
            .describe(
              'With type=blog or type=all: posts of the blog, best first; with type=blog there is nothing else',
            ),
        }),
      },
    },
    async ({ query }) => {
      const posts =
        query.type === 'blog' || query.type === 'all' ? { posts: searchPosts(query.q).map(postJson) } : {}
      if (query.type === 'blog') return ok({ body: { items: [], next: null, ...posts } })
      const found = await searchBemoanings(query.q, query.after)
      if (!found.ok) return found
      const { items, next, hint, meant, corrected } = found.value
      return ok({
        body: {
          items: items.map((card) => bemoaningJson(card)),
          next,
          ...(query.after === undefined ? posts : {}),
          ...(hint ? { hint } : {}),
          ...(meant ? { meant, corrected } : {}),
        },
      })
    },
  )

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
          ? fail('not-found', `There is no user ${params.handle}.`)
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

  endpoint(
    api,
    {
      method: 'get',
      path: '/mine',
      summary: 'What the caller did with the things of a page, for the site’s own script',
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
      // When we answer that nobody is signed in, the browser deletes what it keeps, so we only say it when we know it.
      if (denied?.code === 'unavailable') return denied
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

  endpoint(
    api,
    {
      method: 'post',
      path: '/preview',
      summary: 'Markdown as it will be shown',
      tag: 'Bemoanings',
      needs: 'anyone',
      limit: 'preview',
      writesNothing: true,
      body: z.strictObject({ text: textInput('The text', 0, 5_000, 60_000) }),
      answer: { status: 200, description: 'HTML', schema: z.object({ html: z.string() }) },
    },
    async ({ body }) => ok({ body: { html: renderMarkdown(body.text) } }),
  )
}
