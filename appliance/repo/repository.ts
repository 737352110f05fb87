import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { run } from '../host/programs'
import type { Key } from './key'

/** A package's file, with its own name and version. */
export type LocalPackage = { file: string; name: string; version: string; sha256: string }

const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex')

/** Reads a package's name and version. @throws if it is not a package */
export async function readPackage(file: string): Promise<LocalPackage> {
  const { stdout } = await run('dpkg-deb', [
    '--show',
    '--showformat',
    ['$', '{Package} $', '{Version}'].join(''),
    file,
  ])
  const [name = '', version = ''] = stdout.split(' ')
  return { file, name, version, sha256: sha256(await readFile(file)) }
}

/**
 * Makes a signed repository of these packages (wiki.debian.org/DebianRepository/Format).
 * @param folder an empty folder for it
 * @param now its date
 */
export async function makeRepository(
  packages: readonly LocalPackage[],
  folder: string,
  key: Key,
  now: Date,
): Promise<void> {
  const index = 'main/binary-amd64/Packages'
  const dist = join(folder, 'dists', 'appliance')
  await mkdir(join(folder, 'pool'), { recursive: true })
  await mkdir(join(dist, 'main', 'binary-amd64'), { recursive: true })
  const stanzas: string[] = []
  for (const { file, sha256: digest } of packages) {
    const { stdout } = await run('dpkg-deb', ['--field', file])
    const { length } = await readFile(file)
    await copyFile(file, join(folder, 'pool', basename(file)))
    stanzas.push(`${stdout.trim()}\nFilename: pool/${basename(file)}\nSize: ${length}\nSHA256: ${digest}\n`)
  }
  const text = stanzas.join('\n')
  await writeFile(join(dist, index), text)
  const release = [
    'Origin: appliance',
    'Label: appliance',
    'Suite: appliance',
    'Codename: appliance',
    `Date: ${now.toUTCString()}`,
    'Architectures: amd64',
    'Components: main',
    'Description: Packages that the builder adds to the distribution',
    'SHA256:',
    ` ${sha256(text)} ${Buffer.byteLength(text)} ${index}`,
    '',
  ].join('\n')
  await writeFile(join(dist, 'Release'), release)
  await key.clearsign(join(dist, 'Release'), join(dist, 'InRelease'))
}
