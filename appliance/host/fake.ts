import { kvmSays, type Probed } from '../accelerator/probe'
import type { Host } from './host'

/**
 * A fake machine for tests.
 * @param files texts by path
 * @param programs outputs by name; with a code other than 0, failures
 * @param unusable files that this account may not read and write
 * @param accelerator how guests run on it
 */
export function fakeHost(
  files: Record<string, string> = {},
  programs: Record<string, string | { code: number; out: string }> = {},
  now = Date.parse('2026-11-24'),
  unusable: readonly string[] = [],
  accelerator: Probed = { accelerator: 'kvm', why: kvmSays.works },
): Host & { files: Map<string, string> } {
  const all = new Map(Object.entries(files))
  const inside = (folder: string): string => (/^(\/|\.$)/.test(folder) ? folder : `./${folder}`)
  const below = (folder: string): string[] =>
    [...all.keys()]
      .map((path) => (path.startsWith('/') ? path : `./${path}`))
      .filter((path) => path.startsWith(`${inside(folder)}/`))
      .map((path) => path.slice(inside(folder).length + 1).split('/')[0] ?? '')
  return {
    files: all,
    read: async (path) => all.get(path) ?? null,
    kind: async (path) => {
      if (all.has(path)) return 'file'
      return path === '.' || below(path).length > 0 ? 'folder' : null
    },
    usable: async (path) => all.has(path) && !unusable.includes(path),
    write: async (path, text, { replace = false } = {}) => {
      if (all.has(path) && !replace) throw Object.assign(new Error(`${path} exists`), { code: 'EEXIST' })
      all.set(path, text)
    },
    list: async (folder) => [...new Set(below(folder))],
    env: () => undefined,
    home: () => '/home/me',
    run: async (name) => {
      const said = programs[name]
      return typeof said === 'string' ? { code: 0, out: said } : (said ?? null)
    },
    accelerator: async () => accelerator,
    now: () => now,
  }
}
