import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { Interrupted } from '../host/interrupt'
import { copyOut, installedIn } from '../image/contents'

/** The differences between two images. */
export type Differences = { packages: string[]; files: string[] }

/**
 * Paths that depend on the machine or the time: they differ between two installs of the same system, so they are
 * ignored.
 */
const incidental =
  /^(var\/(log|cache|backups|tmp)\/|var\/lib\/(apt\/lists|systemd|initramfs-tools|dpkg\/(triggers|lock))|run\/|tmp\/|dev\/|proc\/|sys\/|lost\+found|boot\/(initrd|grub\/grubenv)|etc\/(mtab|adjtime)|root\/\.)/

const hashOf = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex')

/** Returns a hash for each file and link of an image. */
async function filesOf(image: string, signal: AbortSignal): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'appliance-diff-'))
  try {
    await copyOut(image, '/', folder, signal)
    const found = new Map<string, string>()
    for (const one of await readdir(folder, { recursive: true, withFileTypes: true })) {
      signal.throwIfAborted()
      const file = join(one.parentPath, one.name)
      const path = relative(folder, file)
      if (incidental.test(path)) continue
      if (one.isFile()) found.set(path, hashOf(await readFile(file).catch(() => '')))
      else if (one.isSymbolicLink()) found.set(path, `-> ${await readlink(file)}`)
    }
    return found
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Returns lines about keys that only one side has, or whose values differ. */
export function differing(
  a: ReadonlyMap<string, string>,
  b: ReadonlyMap<string, string>,
  tell: boolean,
): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].sort().flatMap((key) => {
    const [left, right] = [a.get(key), b.get(key)]
    if (left === right) return []
    if (left === undefined) return [`+ ${key}${tell ? ` ${right}` : ''}`]
    if (right === undefined) return [`- ${key}${tell ? ` ${left}` : ''}`]
    return [`~ ${key}${tell ? ` ${left} → ${right}` : ''}`]
  })
}

/**
 * Compares two raw images by content: packages, then files. Its temporary copies are deleted afterwards.
 * @throws Interrupted
 */
export async function compareImages(a: string, b: string, signal: AbortSignal): Promise<Differences> {
  const versions = async (image: string) =>
    new Map((await installedIn(image, signal)).map(({ name, version }) => [name, version]))
  try {
    return {
      packages: differing(await versions(a), await versions(b), true),
      files: differing(await filesOf(a, signal), await filesOf(b, signal), false),
    }
  } catch (error) {
    throw signal.aborted ? new Interrupted() : error
  }
}
