import { z } from 'zod'
import { ok } from '@/core/result'
import { verdicts } from '@/core/vocabulary'
import { appeal, judge, lastVerdict, nextItem, notYet, skip, undo, verdictInput } from '@/lib/jury'
import { type Api, endpoint } from '../gate/endpoint'
import { idParam } from './schemas'

const item = z
  .object({
    id: z.int(),
    version: z.int().describe('Send it back: we then refuse a verdict on a text that has changed.'),
    body: z.string(),
    details_html: z.string().optional(),
    tags: z.array(z.string()),
  })
  .meta({ id: 'JuryItem' })

const judged = z
  .object({
    id: z.int(),
    verdict: z.enum(verdicts),
    author: z.string().nullable(),
    tally: z.object({ publish: z.int(), reject: z.int() }),
    outcome: z.enum(verdicts).nullable(),
    known: z.boolean().describe('True if the outcome was known: it measures the juror.'),
  })
  .meta({ id: 'Judged' })

/** The calls of jurors (judge, skip, undo the last verdict), and the author's appeal. */
export function juryEndpoints(api: Api): void {
  const juror = { tag: 'The jury', needs: 'user', limit: 'judge' } as const
  endpoint(
    api,
    {
      ...juror,
      method: 'get',
      path: '/jury/next',
      summary: 'The next bemoaning to judge (204: none waits)',
      limit: 'api',
      answer: { status: 200, description: 'A pending bemoaning, without author and tally', schema: item },
    },
    async ({ viewer }) => {
      const young = notYet(viewer)
      if (young) return young
      const next = await nextItem(viewer)
      if (!next) return ok({ status: 204 })
      const { detailsHtml, ...rest } = next
      return ok({ body: { ...rest, ...(detailsHtml ? { details_html: detailsHtml } : {}) } })
    },
  )
  endpoint(
    api,
    {
      ...juror,
      method: 'post',
      path: '/jury/{id}',
      summary: 'Publish or reject; a rejection needs a reason',
      params: idParam,
      body: verdictInput,
      answer: { status: 200, description: 'The bemoaning and its tally', schema: judged },
    },
    async ({ viewer, params, body }) => {
      const given = await judge(viewer, params.id, body)
      if (!given.ok) return given
      const last = await lastVerdict(viewer)
      const { author = null, publish = 0, reject = 0, known = false } = last ?? {}
      return ok({
        body: {
          id: params.id,
          verdict: body.verdict,
          author,
          tally: { publish, reject },
          outcome: last?.outcome ?? given.value.outcome,
          known,
        },
      })
    },
  )
  endpoint(
    api,
    {
      ...juror,
      method: 'post',
      path: '/jury/{id}/skip',
      summary: 'Skip it for a day',
      params: idParam,
      answer: { status: 204, description: 'Done' },
    },
    async ({ viewer, params }) => {
      const skipped = await skip(viewer, params.id)
      return skipped.ok ? ok({}) : skipped
    },
  )
  endpoint(
    api,
    {
      ...juror,
      method: 'delete',
      path: '/jury/last',
      summary: 'Undo the last verdict, while that is possible',
      answer: {
        status: 200,
        description: 'The bemoaning of that verdict',
        schema: z.object({ id: z.int() }),
      },
    },
    async ({ viewer }) => {
      const undone = await undo(viewer)
      return undone.ok ? ok({ body: undone.value }) : undone
    },
  )
  endpoint(
    api,
    {
      ...juror,
      method: 'post',
      path: '/bemoanings/{id}/appeal',
      summary: 'Appeal once against the rejection of your own',
      params: idParam,
      answer: { status: 202, description: 'It waits for the jury again', schema: z.object({ id: z.int() }) },
    },
    async ({ viewer, params }) => {
      const appealed = await appeal(viewer, params.id)
      return appealed.ok ? ok({ body: appealed.value }) : appealed
    },
  )
}
