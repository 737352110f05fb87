import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { EnvError } from './env'
import { cureOf } from './file-fault'

/**
 * Creates the data folder and its parents if they are missing.
 * @throws EnvError when it cannot be created or written to
 */
export function makeDataFolder(dataDir: string): void {
  const missing: string[] = []
  for (let at = dataDir; !existsSync(at); at = dirname(at)) missing.unshift(at)
  try {
    // One by one: with `recursive` Node loops forever where the kernel creates no folders, such as below /proc.
    for (const folder of missing) make(folder)
    if (!statSync(dataDir).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' })
    accessSync(dataDir, constants.W_OK | constants.X_OK)
  } catch (error) {
    const cure = cureOf(`${dataDir}/.`, error)
    throw new EnvError(
      `IBTSOCS_DATA is ${JSON.stringify(dataDir)}, but must be a folder that this user can create and write to (${(error as NodeJS.ErrnoException).code}).${cure ? ` ${cure}` : ''}`,
    )
  }
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o755 })
  } catch (error) {
    // Another process may have created it at the same moment.
    if (!existsSync(folder)) throw error
  }
}
