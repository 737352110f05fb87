import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../load'

/** Returns the folder of the latest build of a name; null if there is none. */
export async function latestBuild(name: string, out: string): Promise<string | null> {
  const pattern = new RegExp(`^${name}-\\d{8}T\\d{6}$`)
  const found = (await readdir(out).catch(() => [])).filter((one) => pattern.test(one)).sort()
  const last = found.pop()
  return last ? join(out, last) : null
}

/** Returns the folder of the latest build of a config. @throws UsageError if there is none */
export async function builtFolder(name: string, config: string, out: string): Promise<string> {
  const folder = await latestBuild(name, out)
  if (folder) return folder
  throw new UsageError(`There’s no build of ${name}. Run \`npm run appliance -- build ${config}\`.`)
}
