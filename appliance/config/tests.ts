import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The available tests: files of appliance/tests/. */
export const testNames = readdirSync(join(import.meta.dirname, '../tests'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.replace(/\.ts$/, ''))
  .sort() as [string, ...string[]]
