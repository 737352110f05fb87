import { createHash } from 'node:crypto'
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Values } from '../config/resolved'
import { run } from '../host/programs'
import type { LocalPackage } from '../repo/repository'

/** How many bases are kept; each is half a gigabyte. */
const most = 4

/** A finished system disk that later builds with the same inputs start from, and the durations of its stages. */
export type Base = { disk: string; timeline: readonly { stage: string; seconds: number }[] }

/** All inputs of a system disk except the version of the application in it. */
export type Inputs = {
  values: Values
  /** SHA-256 of the installer's kernel and initrd, of the package index, and of the builder. */
  digests: readonly string[]
  app: LocalPackage | null
}

/** Returns a hash of the inputs. */
export async function inputsHash({ values, digests, app }: Inputs): Promise<string> {
  // The target does not affect the disk, but the application's dependencies do.
  const { target: _, timeouts: __, tests: ___, app: ____, ...disk } = values
  const needs = app
    ? (await run('dpkg-deb', ['--field', app.file, 'Package', 'Depends', 'Pre-Depends'])).stdout
    : ''
  return createHash('sha256')
    .update(JSON.stringify([disk, digests, needs]))
    .digest('hex')
}

/** Returns the base for these inputs, if one is cached. */
export async function findBase(cache: string, hash: string): Promise<Base | null> {
  const disk = join(cache, 'bases', `${hash}.qcow2`)
  const note = await readFile(`${disk}.json`, 'utf8').catch(() => null)
  if (!note || !(await stat(disk).catch(() => null))) return null
  await utimes(disk, new Date(), new Date())
  return { disk, timeline: JSON.parse(note) as Base['timeline'] }
}

/** Caches a finished disk for later builds, and deletes the least recently used ones. */
export async function keepBase(
  cache: string,
  hash: string,
  disk: string,
  timeline: Base['timeline'],
): Promise<void> {
  const folder = join(cache, 'bases')
  await mkdir(folder, { recursive: true })
  const kept = join(folder, `${hash}.qcow2`)
  await copyFile(disk, `${kept}.part`)
  await writeFile(`${kept}.json`, JSON.stringify(timeline))
  await rename(`${kept}.part`, kept)
  const disks = (await readdir(folder)).filter((name) => name.endsWith('.qcow2'))
  const aged = await Promise.all(
    disks.map(async (name) => ({ name, used: (await stat(join(folder, name))).mtimeMs })),
  )
  for (const { name } of aged.sort((a, b) => b.used - a.used).slice(most)) {
    await rm(join(folder, name), { force: true })
    await rm(join(folder, `${name}.json`), { force: true })
  }
}
