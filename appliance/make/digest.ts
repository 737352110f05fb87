import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Returns the SHA-256 of a file, in hex. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Returns a hash of the builder itself, because another version may build another image from the same config. */
export async function builderDigest(): Promise<string> {
  const root = join(import.meta.dirname, '..')
  const files = (await readdir(root, { recursive: true }))
    .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|^(testdata|tests|doctor|deploy|lab)\//.test(name))
    .sort()
  const hash = createHash('sha256')
  for (const name of files) hash.update(`${name}\0`).update(await readFile(join(root, name)))
  return hash.digest('hex')
}
