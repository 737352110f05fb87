import { z } from 'zod'

export const tagNamePattern = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** One entry of content/tags.yaml, the list that bemoanings and blog posts share. Moderators add tags beside it. */
export const tagEntry = z.strictObject({
  name: z.string().regex(tagNamePattern).max(40),
  label: z.string(),
  description: z.string(),
  aliases: z.array(z.string().regex(tagNamePattern)).default([]),
  /** Former tags that were merged into this one: their URLs redirect here. */
  'merged-from': z.array(z.string().regex(tagNamePattern)).default([]),
  /** `blog`: a tag for posts only, such as `soup`, which is not offered for bemoanings. */
  for: z.enum(['all', 'blog']).default('all'),
})
export type TagEntry = z.infer<typeof tagEntry>
