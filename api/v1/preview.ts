import { z } from 'zod'
import { ok } from '@/core/result'
import { renderText } from '@/lib/mention'
import { textInput } from '@/text/input'
import { type Api, endpoint } from '../gate/endpoint'

/** The call that renders Markdown. */
export function previewEndpoints(api: Api): void {
  endpoint(
    api,
    {
      method: 'post',
      path: '/preview',
      summary: 'Markdown as it will be shown',
      tag: 'Bemoanings',
      needs: 'anyone',
      limit: 'preview',
      writesNothing: true,
      body: z.strictObject({ text: textInput('The text', 0, 5_000, 60_000) }),
      answer: { status: 200, description: 'HTML', schema: z.object({ html: z.string() }) },
    },
    async ({ body }) => ok({ body: { html: (await renderText(body.text)).html } }),
  )
}
