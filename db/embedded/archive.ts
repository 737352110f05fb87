import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makePrivate, type Owner } from './owner'

/** An absolute path that needs no quoting for a shell or Postgres. */
export const archivePath = /^\/[\w./-]+$/

/** Stored next to the cluster, so that every start archives: a start without archiving would leave an unnoticed gap. */
const noteOf = (pgdata: string): string => join(dirname(pgdata), 'wal-archive')

/** Returns the folder in which a cluster archives its write-ahead log; null if it does not. */
export const archiveOf = (pgdata: string): string | null =>
  existsSync(noteOf(pgdata)) ? readFileSync(noteOf(pgdata), 'utf8').trim() : null

/**
 * Sets where a cluster archives, from its next start on.
 * @param folder an absolute path, created for the database's owner only; null turns archiving off
 * @throws Error if the path needs quoting
 */
export function setArchive(owner: Owner, pgdata: string, folder: string | null): void {
  if (folder === null) {
    rmSync(noteOf(pgdata), { force: true })
    return
  }
  if (!archivePath.test(folder))
    throw new Error('The archive must be an absolute path of letters, digits, “.”, “_”, “-” and “/”.')
  makePrivate(owner, folder)
  writeFileSync(noteOf(pgdata), `${folder}\n`)
}

/**
 * Returns the settings of Postgres for continuous archiving. A finished segment is compressed and synced before it gets its
 * name: one with a single write is 16 MB, and 73 kB compressed. It never replaces a different one; archiving the same one again succeeds (PostgreSQL 17, 25.3.1). A segment
 * ends after a minute at the latest.
 */
export function archiveSettings(pgdata: string): Record<string, string> {
  const folder = archiveOf(pgdata)
  if (!folder) return {}
  const [to, half] = [`${folder}/%f`, `${folder}/%f.part`]
  const store = `gzip -n -1 -c %p >${half} && sync ${half} && ln ${half} ${to}.gz && rm ${half} && sync ${folder}`
  return {
    archive_mode: 'on',
    archive_timeout: '60s',
    // Segments of an earlier build are not compressed.
    archive_command: `if [ -e ${to} ]; then cmp -s %p ${to}; elif [ -e ${to}.gz ]; then gzip -dc ${to}.gz | cmp -s %p -; else ${store}; fi`,
  }
}

/** Returns the command by which Postgres reads an archive, compressed or not. */
export const restoreCommand = (folder: string): string =>
  `if [ -e ${folder}/%f.gz ]; then gzip -dc ${folder}/%f.gz >%p; else cp ${folder}/%f %p; fi`
