import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Target } from './target'

/** @throws Error if a list has duplicates: the second would never be found */
function unique(what: string, all: readonly string[]): void {
  const twice = all.find((one, n) => all.indexOf(one) !== n)
  if (twice !== undefined) throw new Error(`Two targets share the ${what} ${twice}.`)
}

/**
 * Reads the hypervisors of a folder, sorted by name: each subfolder with an `index.ts`, whose default export is a
 * `Target`.
 * @throws Error if a scheme differs from its folder's name, or if two share a scheme, a mode or a key
 */
export async function readTargets(folder: string): Promise<readonly Target[]> {
  const names = readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'index.ts')))
    .sort()
  const targets = await Promise.all(
    names.map(async (name) => {
      const { default: target } = (await import(join(folder, name, 'index.ts'))) as { default: Target }
      if (target.scheme !== name)
        throw new Error(`The target in ${name}/ has the scheme ${target.scheme}, not ${name}.`)
      return target
    }),
  )
  unique(
    'mode',
    targets.flatMap(({ modes }) => modes),
  )
  unique(
    'key',
    targets.flatMap(({ keys }) => keys.map(({ section, name }) => `${section}.${name}`)),
  )
  return targets
}

/** All hypervisors. They are read before modules that import this run, so a target's own files cannot import it. */
export const targets = await readTargets(import.meta.dirname)

/** Returns the hypervisor of an address; undefined if no target has that scheme. */
export const targetOf = (address: string): Target | undefined =>
  targets.find(({ scheme }) => address.startsWith(`${scheme}://`))
