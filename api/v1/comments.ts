import type { Context } from 'hono'
import { z } from 'zod'
import type { Viewer } from '@/core/context'
import { fail, ok, type Result } from '@/core/result'
import { absolute } from '@/core/site'
import { findBemoaning } from '@/lib/bemoaning'
import { findPost } from '@/lib/blog'
import {
  addressOfPlace,
  type CommentTarget,
  comment,
  commentChange,
  deleteComment,
  editComment,
  findComment,
  findMyComments,
  listComments,
  markRemedy,
  type NewComment,
  type NewlyWritten,
  newComment,
  replayComment,
  voteComment,
} from '@/lib/comment'
import { spendLimit } from '@/lib/rate-limit'
import { limitFor } from '@/lib/user'
import { type Api, type ApiEnv, endpoint, type ReplyOf } from '../gate/endpoint'
import { idempotencyHeader, idempotencyKeyOf, versionOf } from './bemoanings'
import { commentJson } from './json'
import { comment as commentSchema, cursor, idParam, limit, pageOf } from './schemas'

const tag = 'Comments'

async function show(
  id: number,
  headers: Record<string, string> = {},
): Promise<Result<ReplyOf<typeof commentSchema>>> {
  const found = await findComment(id)
  if (!found || found.gone) return fail('not-found', 'We can’t find that comment.')
  const mine = (await findMyComments([id])).get(id)
  return ok({ body: commentJson(found, mine?.vote), headers: { ETag: `"${found.version}"`, ...headers } })
}

const pageQuery = z.strictObject({
  sort: z.enum(['best', 'new']).optional(),
  after: cursor.optional(),
  limit: limit.optional(),
})

const commentPage = pageOf(commentSchema)

/** Returns a page of the comments on a bemoaning or a post, with the caller's votes. */
async function pageOfComments(
  on: number | string,
  remedyId: number | null,
  query: z.infer<typeof pageQuery>,
): Promise<Result<ReplyOf<typeof commentPage>>> {
  const page = await listComments(on, remedyId, query)
  if (!page.ok) return page
  const { items, next } = page.value
  const mine = await findMyComments(items.map(({ id }) => id))
  return ok({ body: { items: items.map((item) => commentJson(item, mine.get(item.id)?.vote)), next } })
}

/** Comments once, however often a request with an idempotency key is repeated. */
async function write(
  { viewer, c }: { viewer: Viewer; c: Context<ApiEnv> },
  on: CommentTarget,
  body: NewComment,
): Promise<Result<ReplyOf<typeof commentSchema>>> {
  const key = idempotencyKeyOf(c)
  if (!key.ok) return key
  // A repeated request does not count against the limit.
  const before = await replayComment(viewer, on, body, key.value)
  if (!before) {
    const limited = await spendLimit(limitFor('comment', viewer), viewer.voterId)
    if (limited.failure) return limited.failure
  }
  const made: Result<NewlyWritten> = before ?? (await comment(viewer, on, body, key.value))
  if (!made.ok) return made
  const { id, place, text } = made.value
  const headers = { Location: absolute(addressOfPlace(place, id)) }
  if (text)
    return ok({ body: commentJson(text), headers: { ETag: `"${text.version}"`, ...headers }, status: 201 })
  const shown = await show(id, headers)
  return shown.ok ? ok({ ...shown.value, status: 201 }) : shown
}

export function commentEndpoints(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/bemoanings/{id}/comments',
      summary: 'The comments of a bemoaning, in reading order',
      tag,
      needs: 'anyone',
      params: idParam,
      query: pageQuery,
      answer: {
        status: 200,
        description: 'Whole threads; `limit` counts threads',
        schema: commentPage,
      },
    },
    async ({ params, query }) => {
      const card = await findBemoaning(params.id)
      if (!card) return fail('not-found', 'We can’t find that bemoaning.')
      return pageOfComments(params.id, card.remedyId, query)
    },
  )

  endpoint(
    api,
    {
      method: 'post',
      path: '/bemoanings/{id}/comments',
      summary: 'Comment',
      tag,
      needs: 'user',
      params: idParam,
      body: newComment,
      headers: [idempotencyHeader],
      answer: { status: 201, description: 'The comment', schema: commentSchema },
    },
    async ({ params, body, ...who }) => write(who, params.id, body),
  )

  const slugParam = z.strictObject({
    slug: z.string().regex(/^[a-z0-9-]{1,100}$/, 'That doesn’t look like a post.'),
  })
  endpoint(
    api,
    {
      method: 'get',
      path: '/posts/{slug}/comments',
      summary: 'The comments of a blog post, in reading order',
      tag,
      needs: 'anyone',
      params: slugParam,
      query: pageQuery,
      answer: {
        status: 200,
        description: 'Whole threads; `limit` counts threads',
        schema: commentPage,
      },
    },
    async ({ params, query }) =>
      findPost(params.slug)
        ? pageOfComments(params.slug, null, query)
        : fail('not-found', 'We can’t find that post.'),
  )

  endpoint(
    api,
    {
      method: 'post',
      path: '/posts/{slug}/comments',
      summary: 'Comment on a blog post',
      tag,
      needs: 'user',
      params: slugParam,
      body: newComment,
      headers: [idempotencyHeader],
      answer: { status: 201, description: 'The comment', schema: commentSchema },
    },
    async ({ params, body, ...who }) => write(who, { post: params.slug }, body),
  )

  const one = { path: '/comments/{id}', tag, needs: 'user', limit: 'edit', params: idParam } as const
  endpoint(
    api,
    {
      ...one,
      method: 'patch',
      summary: 'Edit your own, within 15 minutes',
      body: commentChange,
      headers: [{ name: 'If-Match', description: 'The ETag you read.' }],
      answer: { status: 200, description: 'The comment', schema: commentSchema },
    },
    async ({ params, body, viewer, c }) => {
      const version = versionOf(c.req.header('if-match'))
      if (!version.ok) return version
      const changed = await editComment(viewer, params.id, body.body, version.value)
      return changed.ok ? show(params.id) : changed
    },
  )
  endpoint(
    api,
    { ...one, method: 'delete', summary: 'Delete your own', answer: { status: 204, description: 'Gone' } },
    async ({ params, viewer }) => {
      const gone = await deleteComment(viewer, params.id)
      return gone.ok ? ok({}) : gone
    },
  )

  for (const [method, on] of [
    ['put', true],
    ['delete', false],
  ] as const) {
    endpoint(
      api,
      {
        method,
        path: '/comments/{id}/vote',
        summary: on ? 'Say “so true”' : 'Undo it',
        tag,
        needs: 'user',
        limit: 'vote',
        params: idParam,
        answer: {
          status: 200,
          description: 'The count',
          schema: z.object({ votes: z.int(), mine: z.boolean() }),
        },
      },
      async ({ params, viewer }) => {
        const result = await voteComment(viewer, params.id, on)
        return result.ok ? ok({ body: { votes: result.value.votes, mine: result.value.mine } }) : result
      },
    )
    endpoint(
      api,
      {
        method,
        path: '/comments/{id}/remedy',
        summary: on ? 'Mark as the remedy' : 'Unmark',
        tag,
        needs: 'user',
        limit: 'edit',
        params: idParam,
        answer: { status: 200, description: 'Done', schema: z.object({ remedy: z.boolean() }) },
      },
      async ({ params, viewer }) => {
        const result = await markRemedy(viewer, params.id, on)
        return result.ok ? ok({ body: { remedy: on } }) : result
      },
    )
  }
}
