import { join } from 'node:path'
import type { Facts } from '../config/resolved'
import { mirror, publicKey } from '../config/values'
import { type Host, UnreadableError } from './host'

/**
 * Returns the first Debian mirror in apt's sources, in either format (sources.list(5)), but not the security archive.
 */
export function mirrorIn(text: string): string | null {
  const found = [...text.matchAll(/^URIs:\s*(\S+)/gm), ...text.matchAll(/^deb\s+(?:\[[^\]]*\]\s+)?(\S+)/gm)]
  for (const [, address = ''] of found) {
    const parsed = mirror.safeParse(address)
    if (parsed.success && /\/debian$/.test(parsed.data)) return parsed.data
  }
  return null
}

/** Ignores unreadable files: these were not requested by the user. */
const quietly =
  <T>(otherwise: T) =>
  (error: unknown): T => {
    if (error instanceof UnreadableError) return otherwise
    throw error
  }

/** Collects facts about this machine: the user's public keys, and the mirror of its apt. */
export async function factsOf(host: Host): Promise<Facts> {
  const ssh = join(host.home(), '.ssh')
  const publicKeys: Record<string, string> = {}
  for (const name of (await host.list(ssh).catch(quietly([])))
    .filter((file) => file.endsWith('.pub'))
    .sort()) {
    const line = (await host.read(join(ssh, name)).catch(quietly(null)))?.trim()
    if (line && publicKey.safeParse(line).success) publicKeys[`~/.ssh/${name}`] = line
  }
  const parts = '/etc/apt/sources.list.d'
  const names = await host.list(parts).catch(quietly([]))
  const lists = ['/etc/apt/sources.list', ...names.sort().map((name) => join(parts, name))]
  let aptMirror: string | null = null
  for (const file of lists) aptMirror ??= mirrorIn((await host.read(file).catch(quietly(null))) ?? '')
  return { publicKeys, aptMirror }
}
