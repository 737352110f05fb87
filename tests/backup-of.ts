import { closePool } from '@/db'
import { makeBackup } from '@/tools/backup/make'
import { verified } from '@/tools/backup/restore'

/**
 * Makes a backup of a database by COPY.
 * @param major the version of Postgres that it names: the server's own would have a restore elsewhere index all texts anew
 */
export async function backupOf(url: string, file: string, major: number): Promise<void> {
  const before = process.env.DATABASE_URL
  process.env.DATABASE_URL = url
  await makeBackup({ file, by: 'copy', recipients: [], postgres: major })
  await closePool()
  if (before === undefined) delete process.env.DATABASE_URL
  else process.env.DATABASE_URL = before
}

/** True if a backup is whole: the checksum at its end is that of everything before. */
export const isWhole = (file: string): Promise<boolean> =>
  verified(file, []).then(
    () => true,
    () => false,
  )
