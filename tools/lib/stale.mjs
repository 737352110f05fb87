// Checks whether the build and the installed dependencies match their sources.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const sources = [
  'api',
  'app',
  'client',
  'components',
  'core',
  'content/blog',
  'content/series.yaml',
  'content/tags.yaml',
  'db',
  'keys',
  'lib',
  'server',
  'terminal',
  'text',
  'tools',
  'public',
  'package-lock.json',
  'next.config.mjs',
  'postcss.config.mjs',
  'tsconfig.json',
]

const filesBelow = (path) => {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)))
}

/** Returns a SHA-256 over every source file of a build, without tests. */
export function inputsDigest() {
  const hash = createHash('sha256').update(process.version.split('.')[0])
  for (const file of sources.flatMap(filesBelow)) {
    if (/\.test\.tsx?$|testdata/.test(file)) continue
    hash.update(`${file}\0`).update(readFileSync(file))
  }
  return hash.digest('hex')
}

/** True if the build in .next/ and dist/ matches the current files. */
export const isBuilt = () =>
  existsSync('dist/built') &&
  existsSync('.next/BUILD_ID') &&
  readFileSync('dist/built', 'utf8') === inputsDigest()

const lockDigest = () => createHash('sha256').update(readFileSync('package-lock.json')).digest('hex')
const marker = 'node_modules/.ibtsocs-lock'

/** True if node_modules/ matches the current lock file. */
export const isInstalled = () => existsSync(marker) && readFileSync(marker, 'utf8') === lockDigest()

export { lockDigest, marker }
