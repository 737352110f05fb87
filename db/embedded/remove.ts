import { existsSync, realpathSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { postgresMajor } from './binaries'

/**
 * Removes a temporary data folder whose database is stopped, and its cluster, which is elsewhere if root created it
 * where the database's owner cannot go.
 */
export function removeDataFolder(dataDir: string): void {
  const cluster = join(dataDir, 'postgres', String(postgresMajor))
  if (existsSync(cluster)) rmSync(dirname(realpathSync(cluster)), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}
