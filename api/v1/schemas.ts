import { z } from 'zod'
import { feedNames } from '@/core/feeds'
import { states, statuses, windows } from '@/core/vocabulary'
import { voteKindNames } from '@/core/vote-kinds'

/** An id in an address: a positive safe integer. */
export const id = z
  .string()
  .regex(/^[1-9]\d{0,15}$/, 'An id is a whole number, from 1.')
  .transform(Number)
  .refine(Number.isSafeInteger, 'An id is a whole number, from 1.')
  .meta({ type: 'integer' })

export const idParam = z.strictObject({ id })
export const handleParam = z.strictObject({
  handle: z.string().regex(/^[a-z0-9_-]{3,20}$/, 'That doesn’t look like a handle.'),
})
export const cursor = z.string().min(1).max(200)
export const limit = z
  .string()
  .regex(/^\d{1,3}$/, 'A limit is a number from 1 to 100.')
  .transform(Number)
  .refine((number) => number >= 1 && number <= 100, 'A limit is a number from 1 to 100.')
  .meta({ type: 'integer', minimum: 1, maximum: 100 })
export const tagName = z.string().regex(/^[a-z0-9-]{1,40}$/, 'That doesn’t look like a tag.')

export const listQuery = z.strictObject({
  feed: z.enum(feedNames, { error: `Choose one of these feeds: ${feedNames.join(', ')}.` }).optional(),
  window: z.enum(windows).optional(),
  tag: tagName.optional(),
  author: z
    .string()
    .regex(/^[a-z0-9_-]{3,20}$/, 'That doesn’t look like a handle.')
    .optional(),
  after: cursor.optional(),
  limit: limit.optional(),
})

const votes = z.object({ bemoan: z.int(), self_inflicted: z.int() })
const mine = z.enum(voteKindNames).nullable()
const moment = z.iso.datetime()

export const tally = z.object({ votes, mine }).meta({ id: 'Tally' })

export const bemoaning = z
  .object({
    id: z.int(),
    url: z.url(),
    body: z.string(),
    details_html: z.string().optional(),
    tags: z.array(z.string()),
    author: z.string().nullable(),
    created_at: moment,
    edited_at: moment.nullable(),
    votes,
    mine,
    comments: z.int(),
    state: z.enum(states),
    remedy: z.int().nullable(),
    status: z.enum(statuses).optional().describe('Only for its author and moderators.'),
  })
  .meta({ id: 'Bemoaning' })

export const comment = z
  .object({
    id: z.int(),
    parent: z.int().nullable(),
    depth: z.int(),
    author: z.string().nullable(),
    body: z.string(),
    body_html: z.string(),
    votes: z.int(),
    mine: z.boolean(),
    created_at: moment,
    edited_at: moment.nullable(),
    remedy: z.boolean(),
  })
  .meta({ id: 'Comment' })

export const tag = z
  .object({ name: z.string(), label: z.string(), description: z.string(), count: z.int() })
  .meta({ id: 'Tag' })

/** Returns the schema of a page of items. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() })
