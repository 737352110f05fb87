import { z } from 'zod'
import { cookie, cookieNames } from '@/core/cookies'
import { ok } from '@/core/result'
import { tagChoices, watchLevels } from '@/core/vocabulary'
import { exportOwn, leave, leaveModes } from '@/lib/account'
import { findMine, listBemoanings } from '@/lib/bemoaning'
import { subscribe, subscriptionInput } from '@/lib/delivery'
import {
  chooseTag,
  findChoices,
  markSeen,
  muteUser,
  muteWord,
  muteWordInput,
  seenLimits,
  watch,
} from '@/lib/reader'
import { type Api, endpoint } from '../gate/endpoint'
import { bemoaningJson } from './json'
import { bemoaning, cursor, handleParam, idParam, limit, pageOf, tagName } from './schemas'

const me = { tag: 'Me', needs: 'user' } as const
const mine = { ...me, limit: 'edit' } as const

/** The calls for the caller's own lists, follows and mutes. */
function readingEndpoints(api: Api): void {
  const names = z.array(z.string())
  endpoint(
    api,
    {
      ...me,
      method: 'get',
      path: '/me/choices',
      summary:
        'The caller’s followed tags (`follows`) and people (`people`), and muted tags, people and words',
      answer: {
        status: 200,
        description: 'Names',
        schema: z.object({ follows: names, people: names, tags: names, users: names, words: names }),
      },
    },
    async ({ viewer }) => ok({ body: await findChoices(viewer) }),
  )
  const choice = z.object({ tag: z.string(), choice: z.enum(tagChoices).nullable() })
  const tagCall = {
    ...mine,
    path: '/me/tags/{tag}',
    params: z.strictObject({ tag: tagName }),
    answer: { status: 200, description: 'The choice', schema: choice },
  } as const
  endpoint(
    api,
    {
      ...tagCall,
      method: 'put',
      summary: 'Follow or mute a tag',
      body: z.strictObject({ choice: z.enum(tagChoices) }),
    },
    async ({ viewer, params, body }) => {
      const chosen = await chooseTag(viewer, params.tag, body.choice)
      return chosen.ok ? ok({ body: chosen.value }) : chosen
    },
  )
  endpoint(
    api,
    { ...tagCall, method: 'delete', summary: 'Stop following or muting a tag' },
    async ({ viewer, params }) => {
      const chosen = await chooseTag(viewer, params.tag, null)
      return chosen.ok ? ok({ body: chosen.value }) : chosen
    },
  )
  const answer = {
    status: 200,
    description: 'Whether it is muted',
    schema: z.object({ muted: z.boolean() }),
  } as const
  for (const [method, on] of [
    ['put', true],
    ['delete', false],
  ] as const) {
    endpoint(
      api,
      {
        ...mine,
        method,
        path: '/me/mutes/users/{handle}',
        summary: on ? 'Mute somebody' : 'Unmute somebody',
        params: handleParam,
        answer,
      },
      async ({ viewer, params }) => {
        const muted = await muteUser(viewer, params.handle, on)
        return muted.ok ? ok({ body: muted.value }) : muted
      },
    )
    endpoint(
      api,
      {
        ...mine,
        method,
        path: '/me/mutes/words',
        summary: on ? 'Mute a word' : 'Unmute a word',
        body: muteWordInput,
        answer,
      },
      async ({ viewer, body }) => {
        const muted = await muteWord(viewer, body.word, on)
        return muted.ok ? ok({ body: muted.value }) : muted
      },
    )
  }
  for (const [list, summary] of [
    ['following', 'New bemoanings with the tags, and by the people, that the caller follows'],
    ['saved', 'The caller’s saved bemoanings'],
  ] as const) {
    endpoint(
      api,
      {
        ...me,
        method: 'get',
        path: `/me/${list}`,
        summary,
        query: z.strictObject({ after: cursor.optional(), limit: limit.optional() }),
        answer: { status: 200, description: 'The page', schema: pageOf(bemoaning) },
      },
      async ({ viewer, query }) => {
        const { after, limit: most } = query
        const page = await listBemoanings({
          feed: { name: list, order: 'new' },
          ...(list === 'saved' ? { savedBy: viewer.id } : { followedBy: viewer.id }),
          ...(after === undefined ? {} : { after }),
          ...(most === undefined ? {} : { limit: most }),
        })
        if (!page.ok) return page
        const did = await findMine(page.value.items.map(({ id }) => id))
        const items = page.value.items.map((card) => bemoaningJson(card, did.get(card.id)))
        return ok({ body: { items, next: page.value.next } })
      },
    )
  }
  endpoint(
    api,
    {
      ...me,
      method: 'put',
      path: '/me/seen',
      summary: 'Remember the bemoanings the caller has seen',
      body: z.strictObject({ ids: z.array(z.int().positive()).max(seenLimits.atOnce) }),
      answer: { status: 204, description: 'Done' },
    },
    async ({ viewer, body }) => {
      await markSeen(viewer, body.ids)
      return ok({})
    },
  )
}

/** The calls for notifications, for the export and for deleting the account. */
export function personalEndpoints(api: Api): void {
  readingEndpoints(api)
  const level = z.enum(watchLevels)
  const watchCall = {
    ...mine,
    path: '/bemoanings/{id}/watch',
    params: idParam,
    answer: {
      status: 200,
      description: 'The level; null: the default for the caller’s part in the thread',
      schema: z.object({ level: level.nullable() }),
    },
  } as const
  endpoint(
    api,
    {
      ...watchCall,
      method: 'put',
      summary: 'Choose the notifications of a thread',
      body: z.strictObject({ level }),
    },
    async ({ viewer, params, body }) => {
      const watched = await watch(viewer, params.id, body.level)
      return watched.ok ? ok({ body: watched.value }) : watched
    },
  )
  endpoint(
    api,
    { ...watchCall, method: 'delete', summary: 'Go back to the default' },
    async ({ viewer, params }) => {
      const watched = await watch(viewer, params.id, null)
      return watched.ok ? ok({ body: watched.value }) : watched
    },
  )
  endpoint(
    api,
    {
      ...mine,
      scope: 'account',
      method: 'put',
      path: '/me/push',
      summary: 'Notify this browser by web push',
      body: subscriptionInput,
      answer: {
        status: 200,
        description: 'We notify it from now on',
        schema: z.object({ subscribed: z.boolean() }),
      },
    },
    async ({ viewer, body, c }) => {
      const done = await subscribe(viewer, body, c.env.extras?.userAgent ?? '')
      return done.ok ? ok({ body: done.value }) : done
    },
  )
  endpoint(
    api,
    {
      ...me,
      limit: 'export',
      scope: 'account',
      fresh: true,
      event: 'exported',
      method: 'get',
      path: '/me/export',
      summary: 'Everything about the caller',
      answer: {
        status: 200,
        description: 'Rows by section, with nothing about anybody else',
        schema: z.record(z.string(), z.unknown()),
      },
    },
    async ({ viewer }) => ok({ body: await exportOwn(viewer) }),
  )
  endpoint(
    api,
    {
      ...mine,
      scope: 'account',
      fresh: true,
      method: 'delete',
      path: '/me',
      event: 'left',
      summary: 'End the caller’s account',
      body: z.strictObject({
        mode: z
          .enum(leaveModes)
          .describe('erase: we delete all their texts; anonymise: their public texts stay, without a name'),
      }),
      answer: { status: 204, description: 'Gone' },
    },
    async ({ viewer, body }) => {
      const gone = await leave(viewer, body.mode)
      return gone.ok ? ok({ headers: { 'Set-Cookie': cookie(cookieNames().session, '', 0) } }) : gone
    },
  )
}
