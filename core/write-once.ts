import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileFault } from './file-fault'

/**
 * Writes a file that does not exist yet, whole or not at all: a disk that is full would leave an empty one.
 * Callers hold the lock of the data folder.
 * @throws Error with the cure if it cannot be written
 */
export function writeOnce(file: string, text: string): void {
  const half = `${file}.${process.pid}.part`
  try {
    writeFileSync(half, text, { flag: 'wx', mode: 0o600, flush: true })
    renameSync(half, file)
  } catch (error) {
    throw fileFault(file, 'can’t be written', error)
  } finally {
    rmSync(half, { force: true })
  }
}
