import { type PgTool, runPgTool } from '@/db/pg-tools'
import { pieces } from './in-order'
import { entries } from './manifest'
import type { TarEntry } from './tar'

const pieceSize = 1 << 20

/**
 * Yields the whole database as pg_dump writes it, in pieces: one after the other they are a file for pg_restore.
 * @param snapshot of the transaction that is backed up; null on a standby, which exports none
 */
export async function* dumpOut(tool: PgTool, url: string, snapshot: string | null): AsyncGenerator<TarEntry> {
  const { output, ended } = runPgTool(
    tool,
    [
      '--format=custom',
      '--no-owner',
      '--no-privileges',
      ...(snapshot === null ? [] : [`--snapshot=${snapshot}`]),
    ],
    url,
  )
  let piece = 0
  for await (const data of pieces(output, pieceSize)) {
    yield { name: entries.dump(piece), data }
    piece += 1
  }
  await ended
}
