import { accessSync, constants, readdirSync } from 'node:fs'
import { join } from 'node:path'

const readable = (file: string): boolean => {
  try {
    accessSync(file, constants.R_OK)
    return true
  } catch {
    return false
  }
}

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

/**
 * Returns a kernel of this machine to try KVM with: that of a fetched installer, or this machine's own. Fetches
 * nothing.
 * @param cache the builder's cache
 * @returns null if none can be read
 */
export function kernelHere(cache: string): string | null {
  const files = join(cache, 'files')
  const installers = namesIn(files).filter((name) => /^installer-[0-9a-f]+$/.test(name))
  const own = namesIn('/boot').filter((name) => name.startsWith('vmlinuz-'))
  const candidates = [
    ...installers.map((name) => join(files, name, 'linux')),
    ...own.map((name) => join('/boot', name)),
  ]
  return candidates.find(readable) ?? null
}
