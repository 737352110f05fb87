import { basename, dirname } from 'node:path'
import type { Host } from '../host/host'
import { didYouMean } from './suggest'
import { isPrivateKey, neverPrivate, publicKey } from './values'

/** Returns the command that converts a public key of another format (ssh-keygen(1), -m); null if it is in none. */
function otherFormat(text: string): string | null {
  if (text.includes('---- BEGIN SSH2 PUBLIC KEY')) return 'ssh-keygen -i -m RFC4716 -f'
  if (text.includes('-----BEGIN PUBLIC KEY-----')) return 'ssh-keygen -i -m PKCS8 -f'
  return text.includes('-----BEGIN RSA PUBLIC KEY-----') ? 'ssh-keygen -i -m PEM -f' : null
}

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
  const other = otherFormat(text)
  if (other) return `${path} is a public key in another format. Convert it: ${other} ${path}`
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
