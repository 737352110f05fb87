import type { Hono } from 'hono'
import { z } from 'zod'
import { paths } from '@/core/paths'
import { ok } from '@/core/result'
import { commentChange } from '@/lib/comment'
import { renderText } from '@/lib/mention'
import type { ApiEnv } from '../gate/endpoint'
import { idParam } from '../gate/fields'
import { form } from '../gate/form'

const id = idParam
const number = z.string().max(20).optional()
/** The fields of the forms for writing, replying and editing. */
const comment = z.strictObject({ body: commentChange.shape.body, parent: number, version: number })

/** The forms that show a comment as it will be, for browsers without scripts. They need no account and write nothing. */
export function previewForms(forms: Hono<ApiEnv>): void {
  const pages: Readonly<Record<string, (params: Record<string, string>) => string>> = {
    [`/b/${id}/comments`]: (params) => paths.shortBemoaning(Number(params.id)),
    '/blog/:slug{[a-z0-9-]{1,100}}/comments': ({ slug = '' }) => paths.post(slug),
    [`/c/${id}/edit`]: (params) => paths.commentEdit(Number(params.id)),
  }
  for (const [action, page] of Object.entries(pages))
    form(
      forms,
      {
        path: paths.preview(action),
        needs: 'anyone',
        limit: 'preview',
        writesNothing: true,
        schema: comment,
        page,
      },
      async ({ input }) => ok({ preview: (await renderText(input.body)).html }),
    )
}
