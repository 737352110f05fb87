import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { inOrder, pieces } from './in-order'
import { entries, type Manifest } from './manifest'
import type { TarEntry } from './tar'

const zip = promisify(gzip)

/** Bytes of a piece before it is packed, and pieces in work: libuv packs four at once, beside this thread. */
const [pieceSize, width] = [1 << 18, 4]

/** Returns what names a table's columns in `copy`. */
export const copyTarget = (table: string, columns: readonly string[]): string =>
  `public.${pg.escapeIdentifier(table)} (${columns.map(pg.escapeIdentifier).join(', ')})`

/**
 * Yields the rows of all tables in Postgres' binary format, in pieces, each a gzip file.
 * @param client in the transaction whose snapshot is backed up
 * @param rows gets the number of rows of each table
 */
export async function* copyOut(
  client: pg.Client,
  tables: Manifest['tables'],
  rows: Map<string, number>,
): AsyncGenerator<TarEntry> {
  for (const { name, columns } of tables) {
    const stream = client.query(copyTo(`copy ${copyTarget(name, columns)} to stdout (format binary)`))
    let piece = 0
    const packed = inOrder(pieces(stream, pieceSize), width, (data) =>
      zip(data, { level: constants.Z_BEST_SPEED }),
    )
    for await (const data of packed) {
      yield { name: entries.table(name, piece), data }
      piece += 1
    }
    rows.set(name, stream.rowCount)
  }
}
