import type { Host } from './host'

/** A machine of which only these files exist; for tests. */
export function fakeHost(files: Record<string, string> = {}): Host & { files: Map<string, string> } {
  const all = new Map(Object.entries(files))
  return {
    files: all,
    read: async (path) => all.get(path) ?? null,
    write: async (path, text, { replace = false } = {}) => {
      if (all.has(path) && !replace) throw Object.assign(new Error(`${path} exists`), { code: 'EEXIST' })
      all.set(path, text)
    },
    list: async (folder) =>
      [...all.keys()]
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1)),
    env: () => undefined,
    home: () => '/home/me',
  }
}
