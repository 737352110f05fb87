import { z } from 'zod'

/** The first entry of a backup. */
export const manifestSchema = z.object({
  format: z.literal('ibtsocs-backup-2'),
  made: z.iso.datetime(),
  /** Applied migrations, which is the schema's number. */
  migrations: z.int().min(1),
  /** The server's major version. */
  postgres: z.int().min(1),
  /** How the database is written: tables by COPY, or the custom format of pg_dump. */
  by: z.enum(['copy', 'pg_dump']),
  /** The tables and their columns in the order of their rows; none for pg_dump. */
  tables: z.array(z.object({ name: z.string().min(1), columns: z.array(z.string().min(1)) })),
  /** Rows of the site's main tables at that moment. */
  counts: z.record(z.string(), z.int().min(0)),
  /** Files of the site beside the database, and where they were. */
  files: z.array(z.object({ name: z.string(), path: z.string(), mode: z.int().min(0).max(0o777) })),
  /** What a new machine needs besides, and why it is not in here. */
  missing: z.array(z.string()),
})

export type Manifest = z.infer<typeof manifestSchema>

/** The last entry of a backup. */
export const endSchema = z.object({
  /** Rows by table; none for pg_dump. */
  rows: z.record(z.string(), z.int().min(0)),
  /** SHA-256 of name, size and content of each entry before this one, and of `rows`. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

export type End = z.infer<typeof endSchema>

/** The names of entries. */
export const entries = {
  manifest: 'backup.json',
  end: 'end.json',
  file: (name: string) => `files/${name}`,
  /** A piece of a table: gzip files one after the other are one gzip file. */
  table: (name: string, piece: number) => `tables/${name}/${String(piece).padStart(6, '0')}.gz`,
  /** A piece of what pg_dump has written. */
  dump: (piece: number) => `database/${String(piece).padStart(6, '0')}`,
} as const

/** The relative path of a file that may be unpacked: no step upwards, none from the root. */
const safe = /^(?!.*(?:^|\/)\.{0,2}(?:\/|$))[^\0\\]+$/

/** What a name of an entry stands for; null if we would not have written it. */
export function entryKind(
  name: string,
): { kind: 'manifest' | 'end' | 'dump' } | { kind: 'file' | 'table'; of: string } | null {
  if (name === entries.manifest) return { kind: 'manifest' }
  if (name === entries.end) return { kind: 'end' }
  if (/^database\/\d{6}$/.test(name)) return { kind: 'dump' }
  const table = /^tables\/([^/]+)\/\d{6}\.gz$/.exec(name)?.[1]
  if (table) return { kind: 'table', of: table }
  const file = name.startsWith('files/') ? name.slice('files/'.length) : ''
  return safe.test(file) ? { kind: 'file', of: file } : null
}
