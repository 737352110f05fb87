import type { Context } from 'hono'
import { z } from 'zod'
import type { Viewer } from '@/core/context'
import { drawnIds } from '@/core/drawn'
import { paths } from '@/core/paths'
import { fail, ok, type Result } from '@/core/result'
import { isModerator } from '@/core/role'
import { absolute } from '@/core/site'
import {
  bemoan,
  bemoaningChange,
  drawRandom,
  editBemoaning,
  findBemoaning,
  findFate,
  findMine,
  findOwn,
  listBemoanings,
  newBemoaning,
  resolveList,
  takeBack,
} from '@/lib/bemoaning'
import { saveBemoaning } from '@/lib/reader'
import { findSimilar } from '@/lib/search'
import { type Api, type ApiEnv, endpoint, type ReplyOf } from '../gate/endpoint'
import { bemoaningJson } from './json'
import { bemoaning, idParam, listQuery, pageOf, tagName } from './schemas'
import { voteEndpoints } from './votes'

const tag = 'Bemoanings'

/** Returns a bemoaning that the viewer may see, with its version as ETag for `If-Match`. */
export async function showBemoaning(
  id: number,
  viewer: Viewer | null,
): Promise<Result<ReplyOf<typeof bemoaning>>> {
  const card = (await findBemoaning(id)) ?? (viewer ? await findOwn(id, viewer) : null)
  if (!card || card.status === 'removed') {
    const fate = await findFate(id, viewer)
    if (fate?.mergedInto)
      return ok({ status: 308, headers: { Location: `${paths.api}/bemoanings/${fate.mergedInto.id}` } })
    if (fate?.status === 'removed')
      return fail('gone', `This bemoaning has been removed: ${fate.reason ?? 'its author deleted it'}.`)
    return fail('not-found', 'We can’t find that bemoaning.')
  }
  const mine = (await findMine([id])).get(id)
  const privileged = viewer !== null && (mine?.own === true || isModerator(viewer))
  return ok({ body: bemoaningJson(card, mine, privileged), headers: { ETag: `"${card.version}"` } })
}

/** Parses the version in `If-Match`. Null if the header is absent or `*`. */
export function versionOf(header: string | undefined): Result<number | null> {
  if (header === undefined || header === '*') return ok(null)
  const version = /^"(\d{1,9})"$/.exec(header)?.[1]
  return version ? ok(Number(version)) : fail('stale', 'If-Match doesn’t hold a version of this.')
}

/** Documents the header of a call that may be repeated. */
export const idempotencyHeader = {
  name: 'Idempotency-Key',
  description: 'The same key with the same input gives the same response for 24 hours.',
}

/** Returns the idempotency key of a request; undefined without one. */
export const idempotencyKeyOf = (c: Context<ApiEnv>): Result<string | undefined> => {
  const key = c.req.header('idempotency-key')
  return key === undefined || /^[\x21-\x7e]{1,200}$/.test(key)
    ? ok(key)
    : fail('bad-request', 'An Idempotency-Key has 1 to 200 visible ASCII characters.')
}

export function bemoaningEndpoints(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/bemoanings',
      summary: 'A page of a list',
      tag,
      needs: 'anyone',
      query: listQuery,
      answer: { status: 200, description: 'The page', schema: pageOf(bemoaning) },
    },
    async ({ query }) => {
      const list = await resolveList(query)
      if (!list.ok) return list
      const page = await listBemoanings(list.value)
      if (!page.ok) return page
      const mine = await findMine(page.value.items.map(({ id }) => id))
      return ok({
        body: {
          items: page.value.items.map((card) => bemoaningJson(card, mine.get(card.id))),
          next: page.value.next,
        },
      })
    },
  )

  endpoint(
    api,
    {
      method: 'post',
      path: '/bemoanings',
      summary: 'Bemoan something',
      tag,
      needs: 'user',
      body: newBemoaning,
      headers: [idempotencyHeader],
      answer: { status: 201, description: 'Published (202: waits for the jury)', schema: bemoaning },
    },
    async ({ viewer, body, c }) => {
      const key = idempotencyKeyOf(c)
      if (!key.ok) return key
      const made = await bemoan(viewer, body, key.value)
      if (!made.ok) return made
      const { card } = made.value
      const shown = card
        ? ok({ body: bemoaningJson(card, undefined, true), headers: { ETag: `"${card.version}"` } })
        : await showBemoaning(made.value.id, viewer)
      if (!shown.ok) return shown
      const location = absolute(paths.bemoaning(made.value.id, made.value.body))
      return ok({
        ...shown.value,
        status: made.value.status === 'pending' ? 202 : 201,
        headers: { ...shown.value.headers, Location: location },
      })
    },
  )

  endpoint(
    api,
    {
      method: 'get',
      path: '/bemoanings/random',
      summary: 'A random one',
      tag,
      needs: 'anyone',
      query: z.strictObject({ tag: tagName.optional() }),
      answer: { status: 200, description: 'The bemoaning', schema: bemoaning },
    },
    async ({ query, viewer, c }) => {
      const id = await drawRandom(drawnIds(c.env.extras?.drawn ?? ''), query.tag)
      return id === null ? fail('not-found', 'No bemoanings match.') : showBemoaning(id, viewer)
    },
  )

  endpoint(
    api,
    {
      method: 'get',
      path: '/bemoanings/similar',
      summary: 'Similar published bemoanings',
      tag,
      needs: 'anyone',
      limit: 'preview',
      query: z.strictObject({ body: z.string().max(4_000) }),
      answer: {
        status: 200,
        description: 'Up to five, best first',
        schema: z.object({ items: z.array(bemoaning) }),
      },
    },
    async ({ query }) =>
      ok({ body: { items: (await findSimilar(query.body)).map((card) => bemoaningJson(card)) } }),
  )

  endpoint(
    api,
    {
      method: 'get',
      path: '/bemoanings/{id}',
      summary: 'One bemoaning',
      tag,
      needs: 'anyone',
      params: idParam,
      answer: { status: 200, description: 'The bemoaning', schema: bemoaning },
    },
    ({ params, viewer }) => showBemoaning(params.id, viewer),
  )

  endpoint(
    api,
    {
      method: 'patch',
      path: '/bemoanings/{id}',
      summary: 'Edit your own, within 30 minutes',
      tag,
      needs: 'user',
      limit: 'edit',
      params: idParam,
      body: bemoaningChange,
      headers: [{ name: 'If-Match', description: 'The ETag you read; 412 when somebody changed it since.' }],
      answer: { status: 200, description: 'The bemoaning', schema: bemoaning },
    },
    async ({ params, body, viewer, c }) => {
      const version = versionOf(c.req.header('if-match'))
      if (!version.ok) return version
      const changed = await editBemoaning(viewer, params.id, body, version.value)
      return changed.ok ? showBemoaning(params.id, viewer) : changed
    },
  )

  endpoint(
    api,
    {
      method: 'delete',
      path: '/bemoanings/{id}',
      summary: 'Delete your own',
      tag,
      needs: 'user',
      limit: 'edit',
      params: idParam,
      answer: { status: 204, description: 'Gone' },
    },
    async ({ params, viewer }) => {
      const gone = await takeBack(viewer, params.id)
      return gone.ok ? ok({}) : gone
    },
  )

  voteEndpoints(api)

  const save = {
    path: '/bemoanings/{id}/saved',
    tag: 'Saved',
    needs: 'user',
    params: idParam,
    answer: { status: 200, description: 'Whether it is saved', schema: z.object({ saved: z.boolean() }) },
  } as const
  for (const [method, on] of [
    ['put', true],
    ['delete', false],
  ] as const) {
    endpoint(
      api,
      { ...save, method, summary: on ? 'Save for later' : 'Forget' },
      async ({ params, viewer }) => {
        const result = await saveBemoaning(viewer, params.id, on)
        return result.ok ? ok({ body: result.value }) : result
      },
    )
  }
}
