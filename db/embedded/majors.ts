import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { adminCommand } from '@/core/site'
import { postgresMajor } from './binaries'

/**
 * Throws if a data folder has the database of another major version of Postgres and none of this one: a start would
 * make a second, empty one beside it.
 */
export function refuseOtherMajor(dataDir: string, own: number = postgresMajor): void {
  const folder = join(dataDir, 'postgres')
  if (!existsSync(folder)) return
  const majors = readdirSync(folder).filter((name) => /^\d+$/.test(name))
  if (majors.length === 0 || majors.includes(String(own))) return
  const there = majors.join(', ')
  throw new Error(
    `${folder} has the database of Postgres ${there}, and this build brings ${own}. Make a backup with the build that made it, ` +
      `then run ${adminCommand()} restore <file> with this one.`,
  )
}
