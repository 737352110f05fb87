import { lstat, mkdir, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../host/programs'
import type { CpioEntry } from './cpio'

/** Top-level folders that are links into usr in the installer: files of packages in them go below usr. */
const merged = /^(bin|lib|lib64|sbin)(\/|$)/

/** Unpacks a package's files. */
export async function unpackDeb(deb: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await run('dpkg-deb', ['--extract', deb, folder])
}

/** Unpacks a package's control files: scripts, templates. */
export async function unpackControl(deb: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await run('dpkg-deb', ['--control', deb, folder])
}

/** Unpacks the parts of an initrd whose paths match one of these cpio patterns. */
export async function unpackInitrd(
  initrd: string,
  folder: string,
  patterns: readonly string[],
): Promise<void> {
  await mkdir(folder, { recursive: true })
  await run(
    'sh',
    [
      '-c',
      'zcat "$1" | (cd "$2" && shift 2 && cpio -id --quiet --no-absolute-filenames "$@")',
      'sh',
      initrd,
      folder,
      ...patterns,
    ],
    {
      maxBuffer: 1 << 26,
    },
  )
}

/** Returns all files below a folder as entries of an archive. */
export async function entriesOf(folder: string, below = ''): Promise<CpioEntry[]> {
  const entries: CpioEntry[] = []
  for (const name of (await readdir(join(folder, below))).sort()) {
    const path = below === '' ? name : `${below}/${name}`
    const at = merged.test(path) ? `usr/${path}` : path
    const info = await lstat(join(folder, path))
    if (info.isDirectory()) entries.push(...(await entriesOf(folder, path)))
    else if (info.isSymbolicLink())
      entries.push({ path: at, kind: 'link', to: await readlink(join(folder, path)) })
    else if (info.isFile())
      entries.push({
        path: at,
        kind: 'file',
        mode: info.mode & 0o777,
        data: await readFile(join(folder, path)),
      })
  }
  return entries
}
