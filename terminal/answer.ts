import { z } from 'zod'
import { type Call, CommandError, type Site } from './command'

const problem = z.object({
  detail: z.string(),
  errors: z.array(z.object({ message: z.string() })).optional(),
})

/** The sentence of a refusal (RFC 9457); the errors of the input follow. */
function sentence(body: unknown): string {
  const found = problem.safeParse(body)
  if (!found.success) return 'The site answered something else than its API. Is the address right?'
  const more = (found.data.errors ?? []).map(({ message }) => message)
  return [found.data.detail, ...more.filter((each) => !found.data.detail.includes(each))].join(' ')
}

/**
 * Calls the API and reads its response.
 * @throws CommandError with the sentence of a refusal
 */
export async function asked<T>(
  site: Site,
  schema: z.ZodType<T>,
  call: Call,
): Promise<{ data: unknown; value: T }> {
  const { status, body } = await site.call(call)
  if (status === 401) throw new CommandError(1, `You need an account for this. ${site.signIn}`)
  if (status >= 400) throw new CommandError(1, sentence(body))
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw new CommandError(1, sentence(null))
  return { data: body, value: parsed.data }
}

const votes = z.object({ bemoan: z.number(), self_inflicted: z.number() })

/** A bemoaning as the API sends it, as far as terminals show it. */
export const bemoaning = z.object({
  id: z.number(),
  url: z.string(),
  body: z.string(),
  tags: z.array(z.string()),
  author: z.string().nullable(),
  created_at: z.string(),
  votes,
  mine: z.enum(['bemoan', 'self_inflicted']).nullable().optional(),
  comments: z.number(),
  state: z.string(),
  status: z.string().optional(),
})
export type Bemoaning = z.infer<typeof bemoaning>
export const list = z.object({ items: z.array(bemoaning), next: z.string().nullable() })
export type List = z.infer<typeof list>

export const comment = z.object({
  id: z.number(),
  depth: z.number(),
  author: z.string().nullable(),
  body: z.string(),
  votes: z.number(),
  mine: z.boolean().optional(),
  created_at: z.string(),
  remedy: z.boolean(),
})
export type Comment = z.infer<typeof comment>
export const thread = z.object({ items: z.array(comment) })

export const tally = z.object({ votes, mine: z.enum(['bemoan', 'self_inflicted']).nullable() })
