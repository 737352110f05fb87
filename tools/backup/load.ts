import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Part } from './archive'
import { copyTarget } from './copy-out'
import { inOrder } from './in-order'
import type { Manifest } from './manifest'
import { columnNames, tableNames } from './tables'

const unzip = promisify(gunzip)

/** The most bytes that a piece unpacks to: ours have a quarter of a megabyte, and a small file must not fill the memory. */
const largestPiece = 4 << 20

/** The pieces of one table after the other, read one part ahead. */
class Pieces {
  private next: Part | null = null
  constructor(private readonly parts: AsyncGenerator<Part>) {}
  private async peek(): Promise<Part | null> {
    this.next ??= (await this.parts.next()).value ?? null
    return this.next
  }
  /** Yields the pieces of a table, up to the first part that is something else. */
  async *of(table: string): AsyncGenerator<Buffer> {
    for (;;) {
      const part = await this.peek()
      if (part?.kind !== 'table' || part.of !== table) return
      this.next = null
      yield part.data
    }
  }
  /** Passes over parts that are no tables. @returns the next table, or the end */
  async following(): Promise<Part | null> {
    for (;;) {
      const part = await this.peek()
      if (part === null || part.kind === 'table' || part.kind === 'end') return part
      this.next = null
    }
  }
}

/**
 * Writes the rows of a backup into tables that were emptied in the same transaction.
 * @param parts of the backup after its manifest; whether they are whole shows when all are read
 * @returns rows by table
 * @throws Error with a sentence for the operator if they are not the rows that the backup says
 */
export async function loadTables(
  client: pg.ClientBase,
  manifest: Manifest,
  parts: AsyncGenerator<Part>,
): Promise<Record<string, number>> {
  // The names come from a file: only this site's own tables and columns may be written.
  const own = new Set(await tableNames(client))
  const columns = new Map(manifest.tables.map((table) => [table.name, table.columns]))
  const rows = new Map<string, number>()
  const pieces = new Pieces(parts)
  for (;;) {
    const part = await pieces.following()
    if (part?.kind === 'end') {
      if (Object.entries(part.end.rows).some(([name, n]) => (rows.get(name) ?? 0) !== n))
        throw new Error('The backup doesn’t have the rows that it names. Nothing was changed.')
      return Object.fromEntries(rows)
    }
    if (part?.kind !== 'table') throw new Error('The backup has no end. Nothing was changed.')
    const [name, wanted] = [part.of, columns.get(part.of)]
    const known = own.has(name) ? await columnNames(client, name) : []
    if (!wanted || rows.has(name) || wanted.some((column) => !known.includes(column)))
      throw new Error(`The backup has a table that this site hasn’t: ${name}. Nothing was changed.`)
    const sink = client.query(copyFrom(`copy ${copyTarget(name, wanted)} from stdin (format binary, freeze)`))
    const unpacked = inOrder(pieces.of(name), 3, (data) => unzip(data, { maxOutputLength: largestPiece }))
    await pipeline(Readable.from(unpacked, { objectMode: true, highWaterMark: 1 }), sink)
    rows.set(name, sink.rowCount)
  }
}
