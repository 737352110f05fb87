import { randomBytes } from 'node:crypto'
import {
  access,
  constants,
  link,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname } from 'node:path'
import { kernelHere } from '../accelerator/kernel'
import { probeAccelerator } from '../accelerator/probe'
import { errorText } from './error-text'
import { cacheFolder, type Host, UnreadableError } from './host'
import { run } from './programs'
import { textOf } from './utf8'

const absent = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')

/** Returns a read error in words. */
const unreadable = (path: string, error: unknown): UnreadableError => {
  const code = (error as NodeJS.ErrnoException).code
  const why =
    code === 'EACCES' || code === 'EPERM'
      ? 'This account can’t read it.'
      : `It can’t be read: ${errorText(error)}`
  return new UnreadableError(path, why)
}

async function read(path: string): Promise<string | null> {
  let bytes: Buffer
  try {
    const found = await stat(path)
    if (found.isDirectory()) throw new UnreadableError(path, 'It’s a folder, not a file.')
    if (found.isFIFO() || found.isSocket()) throw new UnreadableError(path, 'It’s a pipe, not a file.')
    if (found.isCharacterDevice() || found.isBlockDevice())
      throw new UnreadableError(path, 'It’s a device, not a file.')
    bytes = await readFile(path)
  } catch (error) {
    if (error instanceof UnreadableError) throw error
    if (absent(error)) return null
    throw unreadable(path, error)
  }
  return textOf(bytes, path)
}

/** The real machine. */
export const realHost: Host = {
  read,
  kind: (path) =>
    stat(path).then(
      (found) => (found.isDirectory() ? 'folder' : 'file'),
      () => null,
    ),
  usable: (path) =>
    access(path, constants.R_OK | constants.W_OK).then(
      () => true,
      () => false,
    ),
  async write(path, text, { replace = false } = {}) {
    await mkdir(dirname(path), { recursive: true })
    const half = `${path}.${randomBytes(6).toString('hex')}.part`
    try {
      await writeFile(half, text, { flag: 'wx' })
      // link() fails if there is a file already; rename() would replace it.
      await (replace ? rename(half, path) : link(half, path))
    } finally {
      await rm(half, { force: true })
    }
  },
  list: (folder) =>
    readdir(folder).catch((error: unknown) => {
      if (absent(error)) return []
      throw unreadable(folder, error)
    }),
  env: (name) => process.env[name],
  home: homedir,
  async run(name, args) {
    try {
      return { code: 0, out: (await run(name, args, { timeout: 30_000, maxBuffer: 1 << 24 })).stdout }
    } catch (error) {
      const { code, stdout = '' } = error as { code?: unknown; stdout?: string }
      // An unreadable folder in PATH gives EACCES, as does a program without execute permission: not available to us.
      if (code === 'ENOENT' || code === 'EACCES') return null
      if (typeof code === 'number') return { code, out: stdout }
      throw error
    }
  },
  accelerator: () => probeAccelerator(kernelHere(cacheFolder(realHost))),
  now: Date.now,
}
