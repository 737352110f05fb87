import type { Hono } from 'hono'
import { z } from 'zod'
import type { FormState } from '@/core/context'
import { paths } from '@/core/paths'
import { ok } from '@/core/result'
import { subjectTypes } from '@/core/vocabulary'
import {
  appeal,
  appealBan,
  appealInput,
  claimCase,
  decide,
  decisionForm,
  noteCase,
  noteInput,
  report,
  reportForm,
  undo,
} from '@/lib/moderation'
import type { ApiEnv } from '../gate/endpoint'
import { idOf, idParam } from '../gate/fields'
import { backTo, form } from '../gate/form'

const id = idParam
const here = (params: Record<string, string>): string => paths.case(idOf(params))

/** Returns the page a report came from, found by the subject in the report. */
function reportPage(_: unknown, { type, id: about }: FormState['values']): string {
  const known = subjectTypes.find((name) => name === type?.[0])
  return known && /^[1-9]\d{0,14}$/.test(about?.[0] ?? '')
    ? paths.report(known, Number(about?.[0]))
    : paths.reportForm
}

/** The forms for reporting, and for moderators to work on the reports. */
export function caseForms(forms: Hono<ApiEnv>): void {
  form(
    forms,
    { path: paths.reportForm, needs: 'voter', schema: reportForm, page: reportPage },
    async ({ input, voterId, viewer, network }) => {
      const { type, id: about, ...rest } = input
      const made = await report({ viewer, voterId, network }, { subject: { type, id: about }, ...rest })
      if (!made.ok) return made
      const { cookie } = made.value
      return ok({ to: paths.reportSent(type, about), ...(cookie ? { cookies: [cookie] } : {}) })
    },
  )
  const user = { needs: 'user', limit: 'edit' } as const
  form(
    forms,
    {
      ...user,
      path: `/cases/${id}/claim`,
      schema: z.strictObject({ on: z.enum(['1', '0']) }),
      page: here,
    },
    async ({ viewer, params, input }) => {
      const done = await claimCase(viewer, idOf(params), input.on === '1')
      return done.ok ? ok({ to: here(params) }) : done
    },
  )
  form(
    forms,
    { ...user, path: `/cases/${id}/note`, schema: noteInput, page: here },
    async ({ viewer, params, input }) => {
      const done = await noteCase(viewer, idOf(params), input.note)
      return done.ok ? ok({ to: here(params) }) : done
    },
  )
  form(
    forms,
    { ...user, path: `/cases/${id}/decide`, lists: ['tags'], schema: decisionForm, page: here },
    async ({ viewer, params, input }) => {
      const done = await decide(viewer, { caseId: idOf(params) }, input)
      return done.ok ? ok({ to: here(params) }) : done
    },
  )
  form(
    forms,
    {
      ...user,
      path: `/log/${id}/undo`,
      schema: z.strictObject({}),
      page: (_, values) => (values.back ? backTo(values) : paths.log),
    },
    async ({ viewer, params, back }) => {
      const done = await undo(viewer, idOf(params))
      return done.ok ? ok({ to: back() }) : done
    },
  )
  form(
    forms,
    {
      needs: 'anyone',
      limit: 'report',
      path: paths.appealBan(),
      schema: z.strictObject({ ...appealInput.shape, ticket: z.string().max(200) }),
      page: (_, values) => paths.appealBan(values.ticket?.[0]),
    },
    async ({ input }) => {
      const done = await appealBan(input.ticket, input.appeal)
      return done.ok ? ok({ to: `${paths.appealBan(input.ticket)}&sent=1` }) : done
    },
  )
  form(
    forms,
    {
      ...user,
      path: `/appeal/${id}`,
      schema: appealInput,
      page: (params) => paths.appeal(idOf(params)),
    },
    async ({ viewer, params, input }) => {
      const done = await appeal(viewer, idOf(params), input.appeal)
      return done.ok ? ok({ to: paths.inbox }) : done
    },
  )
}
