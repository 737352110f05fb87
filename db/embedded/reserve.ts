import { randomBytes } from 'node:crypto'
import { existsSync, realpathSync, rmSync, statfsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { postgresMajor } from './binaries'

const megabyte = 1024 * 1024
/** A Postgres that starts needs some blocks, and one segment of WAL (16 MB) if it had crashed. */
const size = 32 * megabyte
/** Only on disks with much more than that. */
const plenty = 8 * size

const free = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

const fileIn = (folder: string): string => join(folder, 'reserve')

/**
 * Keeps a file beside the database whose space a start on a full disk can use: Postgres then starts, and the site can be
 * read. Random bytes, because some file systems store zeros as nothing.
 * @param folder of the embedded database
 * @returns false if it was not written: it is there, the disk is small, or it cannot be written
 */
export async function keepReserve(folder: string): Promise<boolean> {
  const file = fileIn(folder)
  if (existsSync(file) || free(folder) < plenty) return false
  try {
    await writeFile(file, Buffer.concat(Array(size / megabyte).fill(randomBytes(megabyte))), {
      flag: 'wx',
      mode: 0o600,
    })
    return true
  } catch {
    rmSync(file, { force: true })
    return false
  }
}

/** Deletes the reserve of a data folder. @returns whether there was one */
export function giveReserve(dataDir: string): boolean {
  const cluster = join(dataDir, 'postgres', String(postgresMajor))
  const file = existsSync(cluster) ? fileIn(dirname(realpathSync(cluster))) : null
  if (!file || !existsSync(file)) return false
  rmSync(file)
  return true
}

/**
 * Gives the reserve up if the disk is full.
 * @throws Error with the cure if nothing is free even then
 */
export function makeRoom(folder: string): void {
  if (free(folder) < size) rmSync(fileIn(folder), { force: true })
  const left = free(folder)
  if (left < megabyte)
    throw new Error(
      `The disk of ${folder} is full (${Math.floor(left / 1024)} kB free), so the database can’t start. Free at least 64 MB there and start again.`,
    )
}
