import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { EnvError } from './env'

/**
 * Makes the data folder, with its parents, where it is not there yet.
 * @throws EnvError when it cannot be made or written to
 */
export function makeDataFolder(dataDir: string): void {
  const missing: string[] = []
  for (let at = dataDir; !existsSync(at); at = dirname(at)) missing.unshift(at)
  try {
    // One by one: with `recursive` Node tries for ever where the kernel makes no folders, below /proc for one.
    for (const folder of missing) make(folder)
    if (!statSync(dataDir).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' })
    accessSync(dataDir, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new EnvError(
      `IBTSOCS_DATA holds ${JSON.stringify(dataDir)}; it should hold a folder that this user may make and write to (${(error as NodeJS.ErrnoException).code}).`,
    )
  }
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o755 })
  } catch (error) {
    // Another start may have made it in the same moment.
    if (!existsSync(folder)) throw error
  }
}
