import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeDataFolder } from '@/core/data-folder'
import { processState } from '@/db/embedded/process'

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
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
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
