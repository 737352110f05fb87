import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { databaseEnv } from '@/core/env'
import { type PgTool, pgRestoreFor, runPgTool } from '@/db/pg-tools'
import { type Part, readArchive } from './archive'
import { inDatabase } from './connect'
import type { Manifest } from './manifest'

async function* dumpOf(parts: AsyncGenerator<Part>): AsyncGenerator<Buffer> {
  for await (const part of parts) if (part.kind === 'dump') yield part.data
}

/** @throws Error with a sentence for the operator if this machine has no fitting pg_restore */
export function restoreTool(manifest: Manifest, server: number): PgTool {
  const tool = pgRestoreFor(manifest.postgres, server)
  if (tool) return tool
  throw new Error(
    `The backup was made by pg_dump ${manifest.postgres}, so it needs pg_restore ${manifest.postgres} or newer. On Debian: apt install postgresql-client-${manifest.postgres}. Nothing was changed.`,
  )
}

/**
 * Fills an empty database by pg_restore with two connections. It reads a file from several places at once, so what pg_dump wrote
 * is unpacked beside the backup, or in the folder for temporary files if that cannot be written.
 * @param database of the same server, empty
 * @throws Error with what pg_restore said
 */
export async function restoreDump(
  file: string,
  keys: readonly string[],
  tool: PgTool,
  database: string,
): Promise<void> {
  const folder = temporaryFolder(dirname(file))
  const dump = join(folder, 'database')
  try {
    await pipeline(Readable.from(dumpOf(readArchive(file, keys))), createWriteStream(dump, { mode: 0o600 }))
    const args = ['--no-owner', '--no-privileges', '--exit-on-error', '--jobs=2']
    const { output, ended } = runPgTool(
      tool,
      [...args, `--dbname=${database}`, dump],
      inDatabase(databaseEnv().directUrl, database),
    )
    for await (const _ of output);
    await ended
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function temporaryFolder(beside: string): string {
  try {
    return mkdtempSync(join(beside, '.restoring-'))
  } catch {
    return mkdtempSync(join(tmpdir(), 'ibtsocs-restoring-'))
  }
}
