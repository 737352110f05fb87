import { z } from 'zod'
import type { Viewer } from '@/core/context'
import { fail, ok, type Result } from '@/core/result'
import { noticeKinds, states } from '@/core/vocabulary'
import { findPermalink } from '@/lib/bemoaning'
import { listNotices, markRead, type NoticeCategory, noticeCategoryNames, openNotice } from '@/lib/notice'
import {
  addEnding,
  biteAgain,
  type Changed,
  confirmFix,
  declineFix,
  endingInput,
  fixInput,
  proposeFix,
  setState,
  stateInput,
} from '@/lib/world'
import { type Api, endpoint, type ReplyOf } from '../gate/endpoint'
import { showBemoaning } from './bemoanings'
import { noticeJson, standingJson } from './json'
import { bemoaning, cursor, idParam, pageOf } from './schemas'

const tag = 'The world'
const user = { tag, needs: 'user', limit: 'edit', params: idParam } as const
const by = { author: z.boolean(), handle: z.string().nullable() }
const note = z.string().nullable()

const standing = z
  .object({
    state: z.enum(states),
    fixed_at: z.iso.datetime().nullable(),
    change: z
      .object({ ...by, state: z.enum(states), note, url: z.url().nullable(), at: z.iso.datetime() })
      .nullable(),
    proposal: z
      .object({ ...by, id: z.int(), note, url: z.url().nullable(), confirmed: z.int(), at: z.iso.datetime() })
      .nullable(),
    bites: z.object({
      people: z.int(),
      times: z.int(),
      last_at: z.iso.datetime().nullable(),
      weeks: z.array(z.object({ begins: z.iso.date(), times: z.int() })),
    }),
    ending: z.object({ text: z.string(), at: z.iso.datetime() }).nullable(),
  })
  .meta({ id: 'Standing' })

async function show(id: number): Promise<Result<ReplyOf<typeof standing>>> {
  const found = await findPermalink(id)
  return found ? ok({ body: standingJson(found) }) : fail('not-found', 'We can’t find that bemoaning.')
}

const shown = async (changed: Result<Changed>): Promise<Result<ReplyOf<typeof standing>>> =>
  changed.ok ? show(changed.value.bemoaningId) : changed

/**
 * The calls for the state of a bemoaning in the world (state, proposals, bites, ending), and for the caller's inbox.
 */
export function worldEndpoints(api: Api): void {
  const answer = { status: 200, description: 'Where it stands', schema: standing } as const
  endpoint(
    api,
    {
      ...user,
      answer,
      method: 'get',
      path: '/bemoanings/{id}/standing',
      summary: 'Where it stands',
      needs: 'anyone',
      limit: 'api',
    },
    ({ params }) => show(params.id),
  )
  endpoint(
    api,
    {
      ...user,
      method: 'put',
      path: '/bemoanings/{id}/state',
      summary: 'Set the state of your own; moderators of any',
      body: stateInput,
      answer: { status: 200, description: 'The bemoaning', schema: bemoaning },
    },
    async ({ params, body, viewer }) => {
      const changed = await setState(viewer, params.id, body)
      return changed.ok ? showBemoaning(params.id, viewer) : changed
    },
  )
  endpoint(
    api,
    {
      ...user,
      method: 'post',
      path: '/bemoanings/{id}/fixes',
      summary: 'Propose that it got fixed',
      limit: 'propose',
      body: fixInput,
      answer: { ...answer, status: 201 },
    },
    async ({ params, body, viewer }) => {
      const made = await shown(await proposeFix(viewer, params.id, body))
      return made.ok ? ok({ ...made.value, status: 201 }) : made
    },
  )
  const decide = (
    verb: 'confirm' | 'decline',
    run: (viewer: Viewer, id: number) => Promise<Result<Changed>>,
  ) =>
    endpoint(
      api,
      {
        ...user,
        answer,
        method: verb === 'confirm' ? 'put' : 'delete',
        path: verb === 'confirm' ? '/fixes/{id}/confirmation' : '/fixes/{id}',
        summary: verb === 'confirm' ? 'Confirm that it got fixed' : 'Say that it did not',
      },
      async ({ params, viewer }) => shown(await run(viewer, params.id)),
    )
  decide('confirm', confirmFix)
  decide('decline', declineFix)
  for (const [method, on] of [
    ['put', true],
    ['delete', false],
  ] as const) {
    endpoint(
      api,
      {
        ...user,
        method,
        path: '/bemoanings/{id}/bite',
        summary: on ? 'Say “bit me again”, once a day' : 'Undo today’s',
        answer: {
          status: 200,
          description: 'How often it bit',
          schema: z.object({ bites: z.int(), today: z.boolean() }),
        },
      },
      async ({ params, viewer }) => {
        const bitten = await biteAgain(viewer, params.id, on)
        return bitten.ok ? ok({ body: bitten.value }) : bitten
      },
    )
  }
  endpoint(
    api,
    {
      ...user,
      answer,
      method: 'put',
      path: '/bemoanings/{id}/ending',
      summary: 'Say once how your own ended',
      body: endingInput,
    },
    async ({ params, body, viewer }) => {
      const added = await addEnding(viewer, params.id, body.ending)
      return added.ok ? show(params.id) : added
    },
  )
  inboxEndpoints(api)
}

const notice = z.object({
  id: z.int(),
  kind: z.enum(noticeKinds),
  bemoaning: z.int().nullable(),
  comment: z.int().nullable(),
  author: z.string().nullable().describe('The author of a reply or a comment.'),
  amount: z.int().nullable().describe('The number of people at a milestone.'),
  act: z.object({ id: z.int(), action: z.string(), reason: z.string() }).nullable(),
  security: z
    .object({ event: z.string(), detail: z.string(), by: z.string(), sentence: z.string() })
    .nullable()
    .describe('For notices about signing in.'),
  url: z.url(),
  created_at: z.iso.datetime(),
  unread: z.boolean(),
})

function inboxEndpoints(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/me/notices',
      summary: 'The inbox, newest first',
      tag: 'Me',
      needs: 'user',
      query: z.strictObject({
        after: cursor.optional(),
        category: z.enum(noticeCategoryNames as [NoticeCategory, ...NoticeCategory[]]).optional(),
      }),
      answer: { status: 200, description: 'The page', schema: pageOf(notice) },
    },
    async ({ viewer, query }) => {
      const list = await listNotices(viewer.id, query.after, query.category)
      return list.ok ? ok({ body: { items: list.value.items.map(noticeJson), next: list.value.next } }) : list
    },
  )
  endpoint(
    api,
    {
      method: 'put',
      path: '/me/notices/read',
      summary: 'Mark all as read',
      tag: 'Me',
      needs: 'user',
      answer: { status: 204, description: 'Done' },
    },
    async ({ viewer }) => {
      await markRead(viewer)
      return ok({})
    },
  )
  endpoint(
    api,
    {
      method: 'put',
      path: '/me/notices/{id}/read',
      summary: 'Mark one as read',
      tag: 'Me',
      needs: 'user',
      params: idParam,
      answer: { status: 204, description: 'Done' },
    },
    async ({ viewer, params }) =>
      (await openNotice(viewer, params.id)) === null
        ? fail('not-found', 'We can’t find that notice.')
        : ok({}),
  )
}
