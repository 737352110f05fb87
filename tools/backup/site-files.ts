import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { backupEnv, readEnv } from '@/core/env'
import { entries, type Manifest } from './manifest'
import { fitsTar, largestEntry, type TarEntry } from './tar'

/** Files of the data folder that a new machine needs, and what is lost without them. */
const ofDataFolder: Readonly<Record<string, string>> = {
  'auth-secret': 'it signs cookies and opens authenticator apps',
  'vapid.json': 'browsers that subscribed know the site by it',
}

type Found = { files: Manifest['files']; content: TarEntry[]; missing: string[] }

/** Adds a file, or all files of a folder. */
function add(found: Found, path: string, name: string): void {
  try {
    const stat = lstatSync(path)
    if (stat.isDirectory()) {
      for (const each of readdirSync(path).sort()) add(found, join(path, each), `${name}/${each}`)
      return
    }
    if (!stat.isFile()) return void found.missing.push(`${path}: not a file`)
    if (stat.size > largestEntry || !fitsTar(entries.file(name)))
      return void found.missing.push(`${path}: too large, or its name is too long`)
    found.content.push({ name: entries.file(name), data: readFileSync(path) })
    found.files.push({ name, path, mode: stat.mode & 0o777 })
  } catch (error) {
    found.missing.push(`${path}: ${(error as NodeJS.ErrnoException).code}`)
  }
}

/**
 * Collects what a new machine needs beside the database: the secret and the key of web push in the data folder, and what
 * BACKUP_FILES names. What cannot be read is named instead.
 */
export function siteFiles(): Found {
  const { dataDir, authSecret } = readEnv()
  const found: Found = { files: [], content: [], missing: [] }
  for (const [name, why] of Object.entries(ofDataFolder)) {
    if (name === 'auth-secret' && authSecret) {
      found.missing.push(`AUTH_SECRET: from the environment; ${why}`)
      continue
    }
    const before = found.missing.length
    add(found, join(dataDir, name), `data/${name}`)
    // Before the first start there is none, and a site that has none needs none.
    if (found.missing[before]?.endsWith('ENOENT')) found.missing.length = before
  }
  for (const path of backupEnv().files) add(found, path, path.replace(/^\/+|\/+$/g, ''))
  return found
}
