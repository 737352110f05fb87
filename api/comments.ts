import { z } from 'zod'
import { findBemoaning } from '@/lib/bemoaning/queries'
import { comment, editComment, markRemedy, voteComment } from '@/lib/comment/commands'
import { deleteComment } from '@/lib/comment/delete'
import { commentChange, newComment } from '@/lib/comment/input'
import { findComment, findMyComments, listComments } from '@/lib/comment/queries'
import { paths } from '@/lib/paths'
import { spendLimit } from '@/lib/rate'
import { fail, ok, type Result } from '@/lib/result'
import { absolute } from '@/lib/site'
import { versionOf } from './bemoanings'
import { type Api, endpoint, type Reply } from './endpoint'
import { commentJson } from './json'
import { comment as commentSchema, cursor, idParam, limit, pageOf } from './schemas'

const tag = 'Comments'

async function show(id: number, headers: Record<string, string> = {}): Promise<Result<Reply>> {
  const found = await findComment(id)
  if (!found || found.gone) return fail('not-found', 'There is no such comment.')
  const mine = (await findMyComments([id])).get(id)
  return ok({ body: commentJson(found, mine?.vote), headers: { ETag: `"${found.version}"`, ...headers } })
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
      query: z.strictObject({
        sort: z.enum(['best', 'new']).optional(),
        after: cursor.optional(),
        limit: limit.optional(),
      }),
      answer: {
        status: 200,
        description: 'Whole threads; `limit` counts threads',
        schema: pageOf(commentSchema),
      },
    },
    async ({ params, query }) => {
      const card = await findBemoaning(params.id)
      if (!card) return fail('not-found', 'There is no such bemoaning.')
      const page = await listComments(params.id, card.remedyId, query)
      if (!page.ok) return page
      const mine = await findMyComments(page.value.items.map(({ id }) => id))
      return ok({
        body: {
          items: page.value.items.map((item) => commentJson(item, mine.get(item.id)?.vote)),
          next: page.value.next,
        },
      })
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
      answer: { status: 201, description: 'The comment', schema: commentSchema },
    },
    async ({ params, body, viewer }) => {
      const limited = await spendLimit('comment', viewer.voterId)
      if (limited.failure) return limited.failure
      const made = await comment(viewer, params.id, body)
      if (!made.ok) return made
      const shown = await show(made.value.id, {
        Location: absolute(paths.comment(params.id, made.value.bemoaningBody, made.value.id)),
      })
      return shown.ok ? ok({ ...shown.value, status: 201 }) : shown
    },
  )

  const one = { path: '/comments/{id}', tag, needs: 'user', limit: 'edit', params: idParam } as const
  endpoint(
    api,
    {
      ...one,
      method: 'patch',
      summary: 'Change one’s own, within 15 minutes',
      body: commentChange,
      headers: [{ name: 'If-Match', description: 'The ETag that was read.' }],
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
    { ...one, method: 'delete', summary: 'Delete one’s own', answer: { status: 204, description: 'Gone' } },
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
        summary: on ? 'Say “so true”' : 'Take it back',
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
