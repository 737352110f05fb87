import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makePrivate, type Owner } from './owner'

/** An absolute path that a shell, and Postgres, take as it stands. */
export const archivePath = /^\/[\w./-]+$/

/** Beside the cluster, so that whoever starts it archives: a start without it would leave a gap that nobody sees. */
const noteOf = (pgdata: string): string => join(dirname(pgdata), 'wal-archive')

/** The folder that a cluster archives its write-ahead log in; null when it does not. */
export const archiveOf = (pgdata: string): string | null =>
  existsSync(noteOf(pgdata)) ? readFileSync(noteOf(pgdata), 'utf8').trim() : null

/**
 * Says where a cluster archives from its next start on.
 * @param folder an absolute path, made for the database's owner alone; null ends it
 * @throws Error when the path is none that a shell takes as it stands
 */
export function setArchive(owner: Owner, pgdata: string, folder: string | null): void {
  if (folder === null) {
    rmSync(noteOf(pgdata), { force: true })
    return
  }
  if (!archivePath.test(folder))
    throw new Error('The archive has to be an absolute path of letters, digits, “.”, “_”, “-” and “/”.')
  makePrivate(owner, folder)
  writeFileSync(noteOf(pgdata), `${folder}\n`)
}

/**
 * Settings of Postgres for continuous archiving: a finished segment is copied, on the disk, before it gets its name, and never
 * takes the place of another; the same one again is fine (PostgreSQL 17, 25.3.1). A minute of quiet ends a segment.
 */
export function archiveSettings(pgdata: string): Record<string, string> {
  const folder = archiveOf(pgdata)
  if (!folder) return {}
  const [to, half] = [`${folder}/%f`, `${folder}/%f.part`]
  return {
    archive_mode: 'on',
    archive_timeout: '60s',
    archive_command: `if [ -e ${to} ]; then cmp -s %p ${to}; else cp %p ${half} && sync ${half} && ln ${half} ${to} && rm ${half} && sync ${folder}; fi`,
  }
}
