import type { Hono } from 'hono'
import { z } from 'zod'
import { paths } from '@/core/paths'
import { ok } from '@/core/result'
import { appeal, judge, skip, undo, verdictForm } from '@/lib/jury'
import type { ApiEnv } from '../gate/endpoint'
import { form } from '../gate/form'

const id = ':id{[1-9][0-9]{0,14}}'
const idOf = (params: Record<string, string>): number => Number(params.id)
const nothing = z.strictObject({})

/** The forms of the jury, and the form to appeal to it. */
export function juryForms(forms: Hono<ApiEnv>): void {
  const juror = { needs: 'user', limit: 'judge', page: () => paths.jury } as const
  form(forms, { ...juror, path: paths.undoVerdict, schema: nothing }, async ({ viewer }) => {
    const undone = await undo(viewer)
    return undone.ok ? ok({ to: paths.jury }) : undone
  })
  form(forms, { ...juror, path: `/jury/${id}`, schema: verdictForm }, async ({ viewer, params, input }) => {
    const judged = await judge(viewer, idOf(params), input)
    return judged.ok ? ok({ to: paths.jury }) : judged
  })
  form(forms, { ...juror, path: `/jury/${id}/skip`, schema: nothing }, async ({ viewer, params }) => {
    const skipped = await skip(viewer, idOf(params))
    return skipped.ok ? ok({ to: paths.jury }) : skipped
  })
  form(
    forms,
    {
      ...juror,
      path: `/b/${id}/appeal`,
      schema: nothing,
      page: (params) => paths.shortBemoaning(idOf(params)),
    },
    async ({ viewer, params }) => {
      const appealed = await appeal(viewer, idOf(params))
      return appealed.ok ? ok({ to: paths.shortBemoaning(appealed.value.id) }) : appealed
    },
  )
}
