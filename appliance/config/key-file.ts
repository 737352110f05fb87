import { basename, dirname } from 'node:path'
import type { Host } from '../host/host'
import { didYouMean } from './suggest'
import { isPrivateKey, neverPrivate, publicKey } from './values'

/**
 * Reads the public keys of a file, one per line.
 * @returns a sentence instead if the file is missing or its content is wrong
 * @throws UnreadableError
 */
export async function keyFile(path: string, host: Host): Promise<string[] | string> {
  const text = await host.read(path)
  if (text === null) {
    const near = (await host.list(dirname(path)).catch(() => [])).filter((name) => name.endsWith('.pub'))
    return `${path} doesn’t exist.${didYouMean(basename(path), near)}`
  }
  if (isPrivateKey(text)) return `${path}: ${neverPrivate}`
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('#'))
  if (lines.length === 0) return `${path} has no key in it.`
  const wrong = lines.findIndex((line) => !publicKey.safeParse(line).success)
  return wrong === -1
    ? lines
    : `Line ${wrong + 1} of ${path} isn’t a public key, such as “ssh-ed25519 AAAA…”.`
}
