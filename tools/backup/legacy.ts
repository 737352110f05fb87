import { createHash } from 'node:crypto'
import pg from 'pg'
import { z } from 'zod'
import { linesOf } from './lines'
import type { Origin } from './replace'

/** The header of the backups that builds up to schema 33 made: gzipped lines of JSON. */
const headSchema = z.object({
  format: z.literal('ibtsocs-backup-1'),
  made: z.string().optional(),
  migrations: z.int().default(0),
  postgres: z.int().nullable().default(null),
})

export type LegacyHead = Origin & { made?: string }

type Line = string[] | { table?: string; columns?: string[]; end?: boolean; sha256?: string }

/** Parses a line of a backup. Null if it is not JSON. */
const parsed = (line: string): Line | null => {
  try {
    return JSON.parse(line) as Line | null
  } catch {
    return null
  }
}

/** Reads a backup of the old format to its end and checks that it is complete. @returns its header */
export async function verifyLegacy(file: string): Promise<LegacyHead> {
  const hash = createHash('sha256')
  let head: LegacyHead | null = null
  let whole = false
  for await (const line of linesOf(file)) {
    const value = parsed(line)
    if (!head) {
      const read = headSchema.safeParse(value)
      if (!read.success) break
      head = read.data
    } else if (!value) break
    else if (!Array.isArray(value) && value.end) {
      whole = value.sha256 === hash.digest('hex')
      break
    }
    hash.update(`${line}\n`)
  }
  if (!head) throw new Error(`${file} isn’t a backup of this site.`)
  if (!whole) throw new Error(`${file} is damaged or incomplete. Nothing was changed.`)
  return head
}

/** Writes the rows of a backup of the old format into empty tables. @returns how many */
export async function loadLegacy(client: pg.ClientBase, file: string): Promise<number> {
  let target: { insert: string; columns: number } | null = null
  let waiting: string[][] = []
  let rows = 0
  const flush = async () => {
    if (target && waiting.length > 0) {
      const { columns, insert } = target
      const places = waiting.map(
        (_, i) => `(${Array.from({ length: columns }, (_, j) => `$${i * columns + j + 1}`).join(', ')})`,
      )
      await client.query(`${insert} ${places.join(', ')}`, waiting.flat())
    }
    rows += waiting.length
    waiting = []
  }
  for await (const line of linesOf(file)) {
    const value = JSON.parse(line) as Line
    if (Array.isArray(value)) {
      waiting.push(value)
      if (waiting.length >= 500) await flush()
    } else {
      await flush()
      if (value.table && value.columns) {
        target = {
          insert: `insert into public.${pg.escapeIdentifier(value.table)} (${value.columns.map(pg.escapeIdentifier).join(', ')}) overriding system value values`,
          columns: value.columns.length,
        }
      }
    }
  }
  return rows
}
