import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { z } from 'zod'
import { archivePath } from './archive'

const noteSchema = z.object({
  format: z.literal('ibtsocs-base-1'),
  ended: z.iso.datetime(),
  // Becomes part of a command that Postgres runs.
  archive: z.string().regex(archivePath),
  files: z.record(z.string(), z.string()),
})

/** The manifest of a base backup: when it was complete, where the log after it is archived, SHA-256 of each file. */
export type BaseNote = z.infer<typeof noteSchema>

/** Folders whose content belongs to a running server (PostgreSQL 17, 25.3.4.1); they are created empty. */
const emptied =
  /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/|(^|\/)pgsql_tmp/
const left = /^postmaster\.(pid|opts)$|(^|\/)pg_internal\.init|^(recovery|standby)\.signal$|^backup_label/

const isGone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** Copies a file. @returns its SHA-256 in hex */
async function copied(from: string, to: string): Promise<string> {
  const hash = createHash('sha256')
  const through = new PassThrough()
  through.on('data', (chunk) => hash.update(chunk))
  await pipeline(createReadStream(from), through, createWriteStream(to, { mode: 0o600 }))
  return hash.digest('hex')
}

async function copyCluster(from: string, to: string): Promise<Record<string, string>> {
  const files = new Map<string, string>()
  const control = 'global/pg_control'
  for (const one of await readdir(from, { recursive: true, withFileTypes: true })) {
    const path = join(one.parentPath, one.name).slice(from.length + 1)
    if (emptied.test(path) || left.test(path) || path === control) continue
    if (one.isDirectory()) mkdirSync(join(to, path), { recursive: true, mode: 0o700 })
    else if (one.isFile()) {
      mkdirSync(dirname(join(to, path)), { recursive: true, mode: 0o700 })
      try {
        files.set(path, await copied(join(from, path), join(to, path)))
      } catch (error) {
        // A table was dropped during the backup; the log contains that too.
        if (!isGone(error)) throw error
        rmSync(join(to, path), { force: true })
      }
    }
  }
  // Last, so that its checkpoint is not older than any page.
  files.set(control, await copied(join(from, control), join(to, control)))
  return Object.fromEntries(files)
}

/**
 * Copies a running cluster through Postgres' low-level backup API. With the archived log it can be restored to any
 * later time.
 * @param to a folder that does not exist
 * @throws Error with a sentence for the operator
 */
export async function baseBackup(url: string, archive: string | null, to: string): Promise<BaseNote> {
  if (existsSync(to)) throw new Error(`${to} already exists.`)
  const client = new pg.Client({ connectionString: url })
  const half = `${to}.part`
  await client.connect()
  try {
    const { rows } = await client.query<{ mode: string; folder: string }>(
      "select current_setting('archive_mode') as mode, current_setting('data_directory') as folder",
    )
    const [{ mode, folder } = { mode: 'off', folder: '' }] = rows
    if (mode !== 'on' || !archive)
      throw new Error('The database has no archive yet. Run admin archive <folder>, then restart the site.')
    rmSync(half, { recursive: true, force: true })
    mkdirSync(join(half, 'data'), { recursive: true, mode: 0o700 })
    await client.query("select pg_backup_start('ibtsocs', true)")
    const files = await copyCluster(folder, join(half, 'data'))
    // Waits until the log that the copy needs is archived.
    await client.query("set statement_timeout = '10min'")
    const ended = await client.query<{ label: string; spaces: string }>(
      'select labelfile as label, spcmapfile as spaces from pg_backup_stop(true)',
    )
    const [{ label, spaces } = { label: '', spaces: '' }] = ended.rows
    if (spaces) throw new Error('A tablespace lies outside the cluster, and a base backup doesn’t copy it.')
    await writeFile(join(half, 'data/backup_label'), label, { mode: 0o600 })
    files.backup_label = createHash('sha256').update(label).digest('hex')
    const note: BaseNote = { format: 'ibtsocs-base-1', ended: new Date().toISOString(), archive, files }
    await writeFile(join(half, 'base.json'), JSON.stringify(note), { mode: 0o600 })
    spawnSync('sync', ['-f', half])
    renameSync(half, to)
    return note
  } finally {
    await client.end()
    rmSync(half, { recursive: true, force: true })
  }
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}

/** Reads a base backup and verifies the checksum of each file. @throws Error with a sentence for the operator */
export async function verifiedBase(folder: string): Promise<BaseNote> {
  const text = await readFile(join(folder, 'base.json'), 'utf8').catch(() => null)
  const read = noteSchema.safeParse(parsed(text))
  if (!read.success) throw new Error(`${folder} isn’t a base backup.`)
  for (const [path, sum] of Object.entries(read.data.files)) {
    const hash = createHash('sha256')
    await pipeline(createReadStream(join(folder, 'data', path)), hash).catch(() => {})
    if (hash.digest('hex') !== sum) throw new Error(`${folder} is damaged: ${path}. Nothing was changed.`)
  }
  return read.data
}
