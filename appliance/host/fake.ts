import type { Host } from './host'

/**
 * A machine of which only this is there; for tests.
 * @param files texts by path
 * @param programs what they say, by name
 */
export function fakeHost(
  files: Record<string, string> = {},
  programs: Record<string, string> = {},
  now = Date.parse('2026-11-24'),
): Host & { files: Map<string, string> } {
  const all = new Map(Object.entries(files))
  const below = (folder: string): string[] =>
    [...all.keys()]
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1).split('/')[0] ?? '')
  return {
    files: all,
    read: async (path) => all.get(path) ?? null,
    write: async (path, text, { replace = false } = {}) => {
      if (all.has(path) && !replace) throw Object.assign(new Error(`${path} exists`), { code: 'EEXIST' })
      all.set(path, text)
    },
    list: async (folder) => [...new Set(below(folder))],
    env: () => undefined,
    home: () => '/home/me',
    run: async (name) => (name in programs ? { code: 0, out: programs[name] ?? '' } : null),
    now: () => now,
  }
}
