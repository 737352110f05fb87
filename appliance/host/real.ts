import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname } from 'node:path'
import type { Host } from './host'

const absent = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function utf8(bytes: Buffer): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new Error('It is no text in UTF-8.')
  }
}

/** This machine. */
export const realHost: Host = {
  read: (path) =>
    readFile(path).then(utf8, (error: unknown) => {
      if (absent(error)) return null
      throw error
    }),
  async write(path, text, { replace = false } = {}) {
    await mkdir(dirname(path), { recursive: true })
    const half = `${path}.${randomBytes(6).toString('hex')}.part`
    try {
      await writeFile(half, text, { flag: 'wx' })
      // A link is refused where there is a file already; a rename would take its place.
      await (replace ? rename(half, path) : link(half, path))
    } finally {
      await rm(half, { force: true })
    }
  },
  list: (folder) =>
    readdir(folder).catch((error: unknown) => {
      if (absent(error)) return []
      throw error
    }),
  env: (name) => process.env[name],
  home: homedir,
  run: (name, args) =>
    new Promise((resolve, reject) => {
      execFile(name, [...args], { timeout: 30_000, maxBuffer: 1 << 24 }, (error, out) => {
        if (!error) resolve({ code: 0, out })
        // A folder of PATH that may not be read gives EACCES, as a program that may not be run does: it is not there for us.
        else if (error.code === 'ENOENT' || (error.code as unknown) === 'EACCES') resolve(null)
        else if (typeof error.code === 'number') resolve({ code: error.code, out })
        else reject(error)
      })
    }),
  now: Date.now,
}
