import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeDataFolder } from '@/core/data-folder'
import { EnvError } from '@/core/env'
import { fileFault } from '@/core/file-fault'
import { processState } from '@/db/embedded/process'
import { giveReserve } from '@/db/embedded/reserve'

type Note = { pid: number; started: string; address: string }

const startOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

const read = (file: string): Note | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Note
  } catch {
    return null
  }
}

/**
 * Locks a data folder for this process, so that a second start does not stop the first one's database when it ends.
 * @returns a function that releases the folder
 * @throws Error with the process and address of the first one
 */
export function claimDataFolder(dataDir: string, address: string): () => void {
  makeDataFolder(dataDir)
  const file = join(dataDir, 'server.json')
  const note: Note = { pid: process.pid, started: startOf(process.pid), address }
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      writeFileSync(file, JSON.stringify(note), { flag: 'wx', mode: 0o644 })
      return () => {
        if (read(file)?.pid === process.pid) rmSync(file, { force: true })
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        // What was written of it would look like a note of another start.
        rmSync(file, { force: true })
        throw fileFault(file, 'can’t be written', error)
      }
    }
    const other = read(file)
    // The process id may belong to another program by now, so compare the start time.
    if (
      other &&
      other.pid !== process.pid &&
      processState(other.pid) === 'alive' &&
      startOf(other.pid) === other.started
    ) {
      throw new Error(
        `The site already runs on ${dataDir} (process ${other.pid}, ${other.address}). Stop it first, or set IBTSOCS_DATA to another folder.`,
      )
    }
    rmSync(file, { force: true })
  }
  throw new Error(`${file} couldn’t be claimed. Another start may be running; try again in a few seconds.`)
}

/**
 * Locks the data folder, or goes on without: with a database elsewhere the site can be read all the same.
 * @param say called with a sentence if the folder cannot be used
 * @throws Error like `claimDataFolder` if the database is in the folder, or another site runs on it
 */
export function claimIfPossible(
  dataDir: string,
  address: string,
  isNeeded: boolean,
  say: (line: string) => void,
): () => void {
  try {
    return claimDataFolder(dataDir, address)
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException
    if (code === 'ENOSPC' && giveReserve(dataDir)) return claimDataFolder(dataDir, address)
    const fault = error instanceof EnvError || (error instanceof Error && error.cause !== undefined)
    if (isNeeded || !fault) throw error
    say(
      `${(error as Error).message} The site starts without that folder: emails need SMTP_URL, and web push is off.`,
    )
    return () => {}
  }
}
