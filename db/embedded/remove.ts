import { existsSync, realpathSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { postgresMajor } from './binaries'

/**
 * Removes a throwaway data folder whose database has been stopped, and its cluster, which lies elsewhere when root
 * made it where the database's owner cannot go.
 */
export function removeDataFolder(dataDir: string): void {
  const cluster = join(dataDir, 'postgres', String(postgresMajor))
  if (existsSync(cluster)) rmSync(dirname(realpathSync(cluster)), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}
