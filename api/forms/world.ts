import type { Hono } from 'hono'
import { z } from 'zod'
import { paths } from '@/core/paths'
import { ok, type Result } from '@/core/result'
import { markRead } from '@/lib/notice'
import {
  addEnding,
  biteAgain,
  type Changed,
  confirmFix,
  declineFix,
  endingInput,
  fixInput,
  proposeFix,
  removeEnding,
  setState,
  stateInput,
} from '@/lib/world'
import { textInput } from '@/text/input'
import type { ApiEnv } from '../gate/endpoint'
import { backTo, type Done, form } from '../gate/form'

const id = ':id{[1-9][0-9]{0,14}}'
const idOf = (params: Record<string, string>): number => Number(params.id)
const here = (params: Record<string, string>): string => paths.shortBemoaning(idOf(params))
const nothing = z.strictObject({})
const toBemoaning = (changed: Result<Changed>): Result<Done> =>
  changed.ok ? ok({ to: paths.shortBemoaning(changed.value.bemoaningId) }) : changed

/** The forms for the state of a bemoaning in the world, and of the inbox. */
export function worldForms(forms: Hono<ApiEnv>): void {
  const user = { needs: 'user', limit: 'edit' } as const
  form(
    forms,
    { ...user, path: `/b/${id}/state`, schema: stateInput, page: here },
    async ({ viewer, params, input }) => toBemoaning(await setState(viewer, idOf(params), input)),
  )
  form(
    forms,
    { ...user, keeps: 'typed', path: `/b/${id}/fix`, limit: 'propose', schema: fixInput, page: here },
    async ({ viewer, params, input }) => toBemoaning(await proposeFix(viewer, idOf(params), input)),
  )
  for (const [verb, run] of [
    ['confirm', confirmFix],
    ['decline', declineFix],
  ] as const) {
    form(
      forms,
      { ...user, path: `/fixes/${id}/${verb}`, schema: nothing, page: (_, values) => backTo(values) },
      async ({ viewer, params }) => toBemoaning(await run(viewer, idOf(params))),
    )
  }
  form(
    forms,
    { ...user, path: `/b/${id}/bite`, schema: z.strictObject({ on: z.enum(['1', '0']) }), page: here },
    async ({ viewer, params, input, back }) => {
      const bitten = await biteAgain(viewer, idOf(params), input.on === '1')
      return bitten.ok ? ok({ to: back(`#b${params.id}`) }) : bitten
    },
  )
  form(
    forms,
    { ...user, keeps: 'typed', path: `/b/${id}/ending`, schema: endingInput, page: here },
    async ({ viewer, params, input }) => {
      const added = await addEnding(viewer, idOf(params), input.ending)
      return added.ok ? ok({ to: here(params) }) : added
    },
  )
  form(
    forms,
    {
      ...user,
      path: `/b/${id}/ending/remove`,
      schema: z.strictObject({ reason: textInput('The reason', 3, 500) }),
      page: here,
    },
    async ({ viewer, params, input }) => {
      const removed = await removeEnding(viewer, idOf(params), input.reason)
      return removed.ok ? ok({ to: here(params) }) : removed
    },
  )
  form(
    forms,
    { ...user, path: paths.readInbox, schema: nothing, page: () => paths.inbox },
    async ({ viewer }) => {
      await markRead(viewer)
      return ok({ to: paths.inbox })
    },
  )
}
