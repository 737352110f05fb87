import { z } from 'zod'

export const tagNamePattern = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** One entry of content/tags.yaml, the closed list that bemoanings and blog posts share. */
export const tagEntry = z.strictObject({
  name: z.string().regex(tagNamePattern).max(40),
  label: z.string(),
  description: z.string(),
  aliases: z.array(z.string().regex(tagNamePattern)).default([]),
  /** Tags that existed and were merged into this one: their addresses lead here. */
  'merged-from': z.array(z.string().regex(tagNamePattern)).default([]),
  /** `blog`: a tag of posts alone, such as `soup`, which nobody is offered for a bemoaning. */
  for: z.enum(['all', 'blog']).default('all'),
})
export type TagEntry = z.infer<typeof tagEntry>
