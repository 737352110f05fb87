import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { type End, endSchema, entries, entryKind, type Manifest, manifestSchema } from './manifest'
import { ageMark, KeyError, opened, sealed } from './seal'
import { readTar, type TarEntry, TarError, tarEnd, tarHeader, tarPadding } from './tar'

/** Adds an entry to the checksum of a backup: its name, its size, its content. */
function count(hash: Hash, { name, data }: TarEntry): void {
  hash.update(`${name}\0${data.length}\0`)
  hash.update(data)
}

/** Yields the bytes of a backup. @param rows by table, asked for when all entries are written */
async function* bytesOf(
  manifest: Manifest,
  content: AsyncIterable<TarEntry>,
  rows: () => Record<string, number>,
): AsyncGenerator<Buffer> {
  const time = Math.floor(Date.parse(manifest.made) / 1_000)
  const hash = createHash('sha256')
  function* written(entry: TarEntry) {
    yield tarHeader(entry.name, entry.data.length, time)
    yield entry.data
    yield tarPadding(entry.data.length)
  }
  const first = { name: entries.manifest, data: Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`) }
  count(hash, first)
  yield* written(first)
  for await (const entry of content) {
    count(hash, entry)
    yield* written(entry)
  }
  const counted = rows()
  const end: End = { rows: counted, sha256: hash.update(JSON.stringify(counted)).digest('hex') }
  yield* written({ name: entries.end, data: Buffer.from(`${JSON.stringify(end)}\n`) })
  yield tarEnd
}

/**
 * Writes a backup to a file that only its owner may read. Until it is whole and on the disk it is called `<file>.part`.
 * @param recipients of age; none: not encrypted
 * @param rows by table, asked for when all entries are written
 * @throws Error with a sentence for the operator if the file cannot be written
 */
export async function writeArchive(
  file: string,
  manifest: Manifest,
  content: AsyncIterable<TarEntry>,
  rows: () => Record<string, number>,
  recipients: readonly string[],
): Promise<void> {
  const half = `${file}.part`
  const bytes = bytesOf(manifest, content, rows)
  const sink = createWriteStream(half, { mode: 0o600, flush: true })
  let fault: NodeJS.ErrnoException | null = null
  sink.on('error', (error) => {
    fault = error
  })
  try {
    await pipeline(recipients.length > 0 ? sealed(bytes, recipients) : bytes, sink)
    renameSync(half, file)
  } catch (error) {
    rmSync(half, { force: true })
    const { code } = (fault ?? {}) as NodeJS.ErrnoException
    throw code && fault === error ? new Error(`${file} can’t be written (${code}).`) : error
  }
}

/** How a file begins: as a backup of today, one encrypted by age, or one of the gzipped ones of before. */
export type FileKind = 'tar' | 'age' | 'gzip' | null

/** @throws Error with a sentence for the operator if the file cannot be read */
export async function kindOf(file: string): Promise<FileKind> {
  try {
    const handle = await open(file)
    try {
      const { buffer } = await handle.read(Buffer.alloc(512), 0, 512, 0)
      if (buffer.toString('latin1', 0, ageMark.length) === ageMark) return 'age'
      if (buffer.readUInt16BE(0) === 0x1f8b) return 'gzip'
      return buffer.toString('latin1', 257, 262) === 'ustar' ? 'tar' : null
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw new Error(`${file} can’t be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}

/** A part of a backup, in the order of the file: the manifest first, the end last. */
export type Part =
  | { kind: 'manifest'; manifest: Manifest }
  | { kind: 'file' | 'table'; of: string; data: Buffer }
  | { kind: 'dump'; data: Buffer }
  | { kind: 'end'; end: End }

const json = (data: Buffer): unknown => JSON.parse(data.toString('utf8'))

async function* partsOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Part> {
  const hash = createHash('sha256')
  let begun = false
  let end: End | null = null
  for await (const entry of readTar(source)) {
    const found = entryKind(entry.name)
    if (!found || end || begun === (found.kind === 'manifest')) throw new TarError('unknown entry')
    if (found.kind === 'end') {
      end = endSchema.parse(json(entry.data))
      if (end.sha256 !== hash.update(JSON.stringify(end.rows)).digest('hex')) throw new TarError('damaged')
      continue
    }
    count(hash, entry)
    begun = true
    if (found.kind === 'manifest')
      yield { kind: 'manifest', manifest: manifestSchema.parse(json(entry.data)) }
    else yield { ...found, data: entry.data } as Part
  }
  if (!end) throw new TarError('cut off')
  yield { kind: 'end', end }
}

/**
 * Yields the parts of a backup. The checksum has been compared when the last one, the end, comes.
 * @param keys of age, for an encrypted one
 * @throws Error with a sentence for the operator if it cannot be read, opened, or is not whole
 */
export async function* readArchive(file: string, keys: readonly string[]): AsyncGenerator<Part> {
  const kind = await kindOf(file)
  if (kind === null || kind === 'gzip')
    throw new Error(`${file} isn’t a backup, or it is damaged. Nothing was changed.`)
  if (kind === 'age' && keys.length === 0)
    throw new Error(`${file} is encrypted. Name the file with its key: --key <file>.`)
  const source = createReadStream(file)
  // Only what reading throws is about the file: whoever gets a part may fail for reasons of their own.
  const parts = partsOf(kind === 'age' ? opened(source, keys) : source)
  let begun = false
  try {
    for (;;) {
      const next = await parts.next().catch((error: Error) => {
        if (error instanceof KeyError) throw new Error(`${file} can’t be opened. ${error.message}`)
        throw new Error(
          begun || kind === 'age'
            ? `${file} is damaged or incomplete. Nothing was changed.`
            : `${file} isn’t a backup of this site.`,
          { cause: error },
        )
      })
      if (next.done) return
      begun = true
      yield next.value
    }
  } finally {
    await parts.return(undefined).catch(() => {})
    source.destroy()
  }
}
