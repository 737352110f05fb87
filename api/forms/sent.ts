import type { Hono } from 'hono'
import { z } from 'zod'
import { context } from '@/core/context'
import { readSent, sentCookie } from '@/core/cookies'
import { paths } from '@/core/paths'
import { ok } from '@/core/result'
import { bemoaningChange, deleteSent, editSent } from '@/lib/bemoaning'
import type { ApiEnv } from '../gate/endpoint'
import { idOf, idParam, readVersion } from '../gate/fields'
import { form } from '../gate/form'

/** The forms for a text that this browser sent signed out: its signed cookie says which. */
export function sentForms(forms: Hono<ApiEnv>): void {
  form(
    forms,
    {
      path: `/submit/${idParam}`,
      needs: 'anyone',
      limit: 'edit',
      lists: ['tags'],
      schema: z.strictObject({ ...bemoaningChange.shape, version: readVersion }),
      page: (params) => paths.sent(idOf(params)),
    },
    async ({ input, params, denied }) => {
      if (denied) return denied
      const { version, ...change } = input
      const changed = await editSent(context().sent, idOf(params), change, version ?? null)
      return changed.ok ? ok({ to: `${paths.sent(changed.value.id)}?saved` }) : changed
    },
  )

  form(
    forms,
    {
      path: `/submit/${idParam}/delete`,
      needs: 'anyone',
      limit: 'edit',
      schema: z.strictObject({}),
      page: (params) => paths.sent(idOf(params)),
    },
    async ({ params, denied }) => {
      if (denied) return denied
      const id = idOf(params)
      const gone = await deleteSent(context().sent, id)
      const rest = readSent(context().sent).filter((other) => other !== id)
      return gone.ok ? ok({ to: `${paths.submit}?deleted=${id}`, cookies: [sentCookie(rest)] }) : gone
    },
  )

  form(
    forms,
    {
      path: '/submit/forget',
      needs: 'anyone',
      schema: z.strictObject({}),
      writesNothing: true,
      page: () => paths.submit,
    },
    async () => ok({ to: paths.submit, cookies: [sentCookie([])] }),
  )
}
