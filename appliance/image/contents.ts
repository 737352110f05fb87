import { open } from 'node:fs/promises'
import { run } from '../host/programs'
import { linuxTypes, readTable } from './table'

/** Returns the byte offset of an image's root file system: the last Linux partition. @throws if there is none */
export async function rootOffset(image: string): Promise<number> {
  const handle = await open(image)
  try {
    const table = await readTable(async (offset, length) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset)
      return buffer.subarray(0, bytesRead)
    })
    const root = table.partitions.filter(({ type }) => linuxTypes.has(type)).pop()
    if (!root) throw new Error(`${image} has no Linux partition.`)
    return root.start
  } finally {
    await handle.close()
  }
}

/** Runs debugfs(8) on the root file system: it reads images as an ordinary user, and mounts nothing. */
async function debugfs(image: string, command: string, signal?: AbortSignal): Promise<string> {
  const { stdout } = await run('debugfs', ['-R', command, `${image}?offset=${await rootOffset(image)}`], {
    maxBuffer: 1 << 28,
    ...(signal ? { signal } : {}),
    env: { DEBUGFS_PAGER: '__none__' },
  })
  return stdout
}

/** Returns a file of an image; empty if there is none. */
export const readInside = (image: string, path: string, signal?: AbortSignal): Promise<string> =>
  debugfs(image, `cat "${path}"`, signal)

/** Copies a folder out of an image, files and links. The caller owns the copies. */
export const copyOut = (image: string, path: string, to: string, signal?: AbortSignal): Promise<string> =>
  debugfs(image, `rdump "${path}" "${to}"`, signal)

/** A package installed in an image. */
export type Installed = {
  name: string
  version: string
  architecture: string
  source: string
  homepage: string
}

/** Parses the installed packages, by name (dpkg's status file). */
export function parseInstalled(status: string): Installed[] {
  return status
    .split(/\n\n+/)
    .map(
      (stanza) => new Map([...stanza.matchAll(/^([A-Za-z-]+): (.*)$/gm)].map(([, k = '', v = '']) => [k, v])),
    )
    .filter((fields) => fields.get('Status')?.endsWith(' installed'))
    .map((fields) => ({
      name: fields.get('Package') ?? '',
      version: fields.get('Version') ?? '',
      architecture: fields.get('Architecture') ?? '',
      source: (fields.get('Source') ?? fields.get('Package') ?? '').split(' ')[0] ?? '',
      homepage: fields.get('Homepage') ?? '',
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

export const installedIn = async (image: string, signal?: AbortSignal): Promise<Installed[]> =>
  parseInstalled(await readInside(image, '/var/lib/dpkg/status', signal))
