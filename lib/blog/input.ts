import { z } from 'zod'

const toIso = (text: string): string | null => {
  const at = Date.parse(text)
  return Number.isFinite(at) ? new Date(at).toISOString() : null
}

/** A date in YAML, or a time in UTC. */
const moment = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/,
    'Write a date like 2026-11-24, or a time like 2026-11-24T09:00Z.',
  )
  // 30 February would silently become 2 March.
  .refine((text) => toIso(text)?.slice(0, 10) === text.slice(0, 10), 'That date doesn’t exist.')
  .transform((text) => new Date(text).toISOString())
const day = z.iso.date()
const tag = z.string().max(40)

/** The front matter of a post. */
export const frontMatter = z.strictObject({
  title: z.string().min(3).max(90),
  description: z.string().min(40).max(200),
  /** When it appears; it is hidden everywhere before. */
  publishAt: moment,
  updated: moment.nullable().default(null),
  draft: z.boolean().default(false),
  tags: z.array(tag).min(1).max(6),
  series: z.strictObject({ id: z.string(), part: z.int().positive() }).nullable().default(null),
  origin: z
    .strictObject({ date: day, what: z.string().max(120) })
    .nullable()
    .default(null),
  changelog: z.array(z.strictObject({ date: day, text: z.string().max(300) })).default([]),
  cures: z
    .strictObject({
      tags: z.array(z.array(tag).min(1).max(3)).default([]),
      bemoanings: z.array(z.int().positive()).default([]),
    })
    .default({ tags: [], bemoanings: [] }),
})
export type FrontMatter = z.infer<typeof frontMatter>
