import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { states } from '@/core/vocabulary'
import { type TagEntry, tagEntry } from '@/lib/tag'
import { cast } from './cast'

const span = z
  .string()
  .regex(/^\d+[mhdw]$/)
  .transform(
    (text) => Number.parseInt(text, 10) * ({ m: 60, h: 3_600, d: 86_400, w: 604_800 }[text.slice(-1)] ?? 0),
  )

export type StarterComment = {
  author: string
  body: string
  after: number
  votes: number
  remedy?: boolean
  replies?: StarterComment[]
}

const starterComment: z.ZodType<StarterComment, unknown> = z.strictObject({
  author: z.enum(cast),
  body: z.string(),
  after: span,
  votes: z
    .int()
    .min(0)
    .max(cast.length - 1),
  remedy: z.boolean().optional(),
  get replies() {
    return z.array(starterComment).optional()
  },
})

const starterBemoaning = z.strictObject({
  key: z.string(),
  author: z.enum(cast).nullable(),
  body: z.string(),
  details: z.string().optional(),
  tags: z.array(z.string()).min(1).max(3),
  age: span,
  votes: z.strictObject({ bemoan: z.int().min(0), self_inflicted: z.int().min(0) }),
  state: z.enum(states).default('broken'),
  /** The number of "bit me again" clicks. */
  bites: z.int().min(0).default(0),
  /** The author's ending, and how long after the bemoaning it came. */
  ending: z.strictObject({ after: span, text: z.string().max(300) }).optional(),
  comments: z.array(starterComment).default([]),
})
export type StarterBemoaning = z.infer<typeof starterBemoaning>

export type { TagEntry }

const yaml = (file: string): unknown => parse(readFileSync(file, 'utf8'))

/** Reads the list of tags from content/tags.yaml. @throws ZodError if the file is invalid */
export const readTags = (content = 'content'): TagEntry[] =>
  z.array(tagEntry).parse(yaml(join(content, 'tags.yaml')))

/** Reads the starter bemoanings, oldest first. Times are in seconds. */
export const readStarter = (content = 'content'): StarterBemoaning[] =>
  readdirSync(join(content, 'starter'))
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => z.array(starterBemoaning).parse(yaml(join(content, 'starter', name))))
    .sort((a, b) => b.age - a.age)
