import type { Hono } from 'hono'
import { z } from 'zod'
import { paths } from '@/core/paths'
import { ok } from '@/core/result'
import { removeLineOf } from '@/lib/moderation'
import { followUser } from '@/lib/reader'
import { aboutInput, setAbout } from '@/lib/user'
import { textInput } from '@/text/input'
import type { ApiEnv } from '../gate/endpoint'
import { form } from '../gate/form'

const user = '/u/:handle{[a-z0-9_-]{3,20}}'
const page = (params: Record<string, string>): string => paths.user(params.handle ?? '')

/** The forms about people: the line about oneself, and whom one follows. */
export function peopleForms(forms: Hono<ApiEnv>): void {
  form(
    forms,
    {
      needs: 'user',
      limit: 'edit',
      scope: 'account',
      path: paths.aboutMe,
      schema: z.strictObject({ about: aboutInput }),
      page: () => paths.settings,
    },
    async ({ viewer, input }) => {
      const set = await setAbout(viewer, input.about)
      return set.ok ? ok({ to: `${paths.settings}?saved=about` }) : set
    },
  )
  form(
    forms,
    {
      needs: 'user',
      limit: 'edit',
      path: `${user}/follow`,
      schema: z.strictObject({ on: z.enum(['1', '0']) }),
      page,
    },
    async ({ viewer, params, input, back }) => {
      const followed = await followUser(viewer, params.handle ?? '', input.on === '1')
      return followed.ok ? ok({ to: back() }) : followed
    },
  )
  form(
    forms,
    {
      needs: 'user',
      path: `${user}/line/remove`,
      schema: z.strictObject({ reason: textInput('The reason', 3, 500) }),
      page,
    },
    async ({ viewer, params, input }) => {
      const removed = await removeLineOf(viewer, params.handle ?? '', input.reason)
      return removed.ok ? ok({ to: page(params) }) : removed
    },
  )
}
