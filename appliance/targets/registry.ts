import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Target } from './target'

/** @throws Error when two of a list are the same: the second would never be found */
function unique(what: string, all: readonly string[]): void {
  const twice = all.find((one, n) => all.indexOf(one) !== n)
  if (twice !== undefined) throw new Error(`Two targets have the ${what} ${twice}.`)
}

/**
 * The hypervisors of a folder: each folder in it with an `index.ts`, whose default is a `Target`. In the order of their names.
 * @throws Error when one's scheme is not its folder's name, or two share a scheme, a mode or a key
 */
export async function readTargets(folder: string): Promise<readonly Target[]> {
  const names = readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'index.ts')))
    .sort()
  const targets = await Promise.all(
    names.map(async (name) => {
      const { default: target } = (await import(join(folder, name, 'index.ts'))) as { default: Target }
      if (target.scheme !== name) throw new Error(`The target in ${name}/ calls itself ${target.scheme}.`)
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

/** Every hypervisor. Read before anything that imports this runs, so a target's own files cannot import it. */
export const targets = await readTargets(import.meta.dirname)

/** The hypervisor of an address; undefined when there is none of that scheme. */
export const targetOf = (address: string): Target | undefined =>
  targets.find(({ scheme }) => address.startsWith(`${scheme}://`))
