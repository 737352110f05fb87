/**
 * A value that a process has once. Next's bundle and our server are two module graphs in one process, and each has its
 * own copy of every variable; what both must share is made here.
 * @param name of the value, the same in both
 * @param make makes it; called by whichever graph comes first
 */
export function processWide<T extends object>(name: string, make: () => T): T {
  const key = Symbol.for(`ibtsocs.${name}`)
  const shared = globalThis as typeof globalThis & { [key]?: T }
  shared[key] ??= make()
  return shared[key]
}
