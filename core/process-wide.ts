/**
 * Returns a value that exists once per process. Next's bundle and our server are two module graphs in one process, each
 * with its own copy of every variable; shared values are created here.
 * @param name of the value, the same in both graphs
 * @param make creates it; called by the graph that comes first
 */
export function processWide<T extends object>(name: string, make: () => T): T {
  const key = Symbol.for(`ibtsocs.${name}`)
  const shared = globalThis as typeof globalThis & { [key]?: T }
  shared[key] ??= make()
  return shared[key]
}
