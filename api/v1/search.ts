import { z } from 'zod'
import { paths } from '@/core/paths'
import { ok } from '@/core/result'
import { absolute } from '@/core/site'
import { type FoundPost, searchPosts } from '@/lib/blog'
import { findNamed, longestQuery, type Named, searchBemoanings } from '@/lib/search'
import { type Api, endpoint } from '../gate/endpoint'
import { bemoaningJson } from './json'
import { bemoaning, cursor, pageOf } from './schemas'

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

const namedJson = ({ kind, name, path }: Named) => ({ kind, name, url: absolute(path) })

/** The calls to search bemoanings and posts. */
export function searchEndpoints(api: Api): void {
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
        description: 'The results, best first',
        schema: pageOf(bemoaning).extend({
          hint: z.string().optional().describe('Why the search found nothing to look for'),
          meant: z.string().optional().describe('A suggested query'),
          corrected: z.boolean().optional().describe('True if these are the results of the suggested query'),
          named: z
            .array(z.object({ kind: z.enum(['bemoaning', 'tag', 'person']), name: z.string(), url: z.url() }))
            .optional()
            .describe('With type=all, on the first page: things whose name is exactly the query'),
          posts: z
            .array(foundPost)
            .optional()
            .describe(
              'With type=blog or type=all: posts of the blog, best first; with type=blog nothing else',
            ),
        }),
      },
    },
    async ({ query }) => {
      const posts =
        query.type === 'blog' || query.type === 'all' ? { posts: searchPosts(query.q).map(postJson) } : {}
      if (query.type === 'blog') return ok({ body: { items: [], next: null, ...posts } })
      const [found, named] = await Promise.all([
        searchBemoanings(query.q, { after: query.after }),
        query.type === 'all' && query.after === undefined ? findNamed(query.q) : [],
      ])
      if (!found.ok) return found
      const { items, next, hint, meant, corrected } = found.value
      return ok({
        body: {
          items: items.map((card) => bemoaningJson(card)),
          next,
          ...(query.type === 'all' && query.after === undefined ? { named: named.map(namedJson) } : {}),
          ...(query.after === undefined ? posts : {}),
          ...(hint ? { hint } : {}),
          ...(meant ? { meant, corrected } : {}),
        },
      })
    },
  )
}
