import { z } from 'zod'
import { paths } from '@/core/paths'
import { ok } from '@/core/result'
import { absolute } from '@/core/site'
import { states } from '@/core/vocabulary'
import { stateWindows } from '@/core/windows'
import { readState, type StateFigures } from '@/lib/state'
import { type Api, endpoint } from '../gate/endpoint'

const count = z.int().min(0)
const line = z.object({
  id: z.int(),
  url: z.url(),
  body: z.string(),
  created_at: z.iso.datetime(),
  state: z.enum(states),
  votes: z.object({ bemoan: z.int(), self_inflicted: z.int() }),
})

/** The figures of a window in the API and in `/state.json`. */
export const state = z
  .object({
    window: z.enum(stateWindows),
    unit: z.enum(['day', 'month']).describe('The unit of over_time.'),
    from: z.iso.date().nullable().describe('The first day, UTC; null when there is none.'),
    to: z.iso.date().describe('The last day, UTC.'),
    bemoanings: count,
    comments: count,
    fixes: count,
    median_days_to_fix: z.number().nullable().describe('Null when nothing was fixed.'),
    over_time: z.array(z.object({ at: z.iso.date(), bemoanings: count, comments: count, fixes: count })),
    by_tag: z.array(z.object({ tag: z.string(), bemoanings: count, fixes: count })),
    by_hour: z.array(z.object({ hour: z.int().min(0).max(23), bemoanings: count, comments: count })),
    days_to_fix: z.array(z.object({ days: count, fixes: count })),
    most_shared: z.array(line),
    most_self_inflicted: z.array(line),
    oldest_unfixed: z.array(line).describe('Of all time, whatever the window.'),
  })
  .meta({ id: 'State' })

const lineJson = ({ id, body, createdAt, state, votes }: StateFigures['mostShared'][number]) => ({
  id,
  url: absolute(paths.bemoaning(id, body)),
  body,
  created_at: createdAt.toISOString(),
  state,
  votes,
})

/** Returns figures as JSON. */
export const stateJson = ({ span, ...figures }: StateFigures): z.infer<typeof state> => ({
  ...span,
  bemoanings: figures.bemoanings,
  comments: figures.comments,
  fixes: figures.fixes,
  median_days_to_fix: figures.medianDays,
  over_time: figures.course,
  by_tag: figures.tags.map(({ name, bemoanings, fixes }) => ({ tag: name, bemoanings, fixes })),
  by_hour: figures.hours,
  days_to_fix: figures.fixDays,
  most_shared: figures.mostShared.map(lineJson),
  most_self_inflicted: figures.mostSelfInflicted.map(lineJson),
  oldest_unfixed: figures.oldestUnfixed.map(lineJson),
})

export function stateEndpoints(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/state',
      summary: 'The state of computer science, in figures',
      tag: 'State',
      needs: 'anyone',
      query: z.strictObject({ window: z.enum(stateWindows).optional() }),
      answer: {
        status: 200,
        description: 'The figures of the window; of the month when none is named',
        schema: state,
      },
    },
    async ({ query }) => ok({ body: stateJson(await readState(query.window ?? 'month')) }),
  )
}
