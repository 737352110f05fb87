import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readEnv } from '@/core/env'
import { readArchive } from './archive'

/** Yields the files of a backup beside the database. The manifest comes first, so reading ends before the tables. */
async function* filesOf(file: string, keys: readonly string[]) {
  for await (const part of readArchive(file, keys)) {
    if (part.kind === 'file') yield part
    else if (part.kind !== 'manifest') return
  }
}

/**
 * Puts the data folder's files of a backup back where there are none, as on a new machine. Others are left alone: only their
 * operator knows which of two is right.
 * @returns sentences about what was done, and what was not
 */
export async function putBack(file: string, keys: readonly string[]): Promise<string[]> {
  const { dataDir } = readEnv()
  const said: string[] = []
  for await (const { of, data } of filesOf(file, keys)) {
    const name = /^data\/(auth-secret|vapid\.json)$/.exec(of)?.[1]
    if (!name) {
      said.push(`Left alone: ${of}. admin backup files unpacks it.`)
      continue
    }
    const path = join(dataDir, name)
    if (!existsSync(path)) {
      writeFileSync(path, data, { mode: 0o600, flag: 'wx' })
      said.push(`Wrote ${path}.`)
    } else if (!readFileSync(path).equals(data))
      said.push(`Left alone: ${path}, which is another than the backup’s. admin backup files unpacks that.`)
  }
  return said
}

/**
 * Unpacks the files of a backup beside the database into a new folder. Their names have been checked: none leads out of it.
 * @returns their paths
 */
export async function unpackFiles(file: string, keys: readonly string[], folder: string): Promise<string[]> {
  if (existsSync(folder)) throw new Error(`${folder} already exists.`)
  const written: string[] = []
  for await (const { of, data } of filesOf(file, keys)) {
    const path = join(folder, of)
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(path, data, { mode: 0o600, flag: 'wx' })
    written.push(path)
  }
  return written
}
