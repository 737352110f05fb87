import { checkPaths } from './config/check-paths'
import { ConfigError } from './config/errors'
import { parseConfig, readConfig } from './config/parse'
import { noKeys, resolve } from './config/resolve'
import type { Resolved } from './config/resolved'
import { factsOf } from './host/facts'
import { type Host, UnreadableError } from './host/host'

/** Wrong usage: exit code 2. */
export class UsageError extends Error {}

async function textOf(file: string, host: Host): Promise<string> {
  try {
    const text = await host.read(file)
    if (text !== null) return text
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error
    if (error.place) throw new ConfigError(file, [{ ...error.place, message: error.why }])
    throw new UsageError(`${file}: ${error.why}`)
  }
  throw new UsageError(
    `${file} doesn’t exist. Run \`npm run appliance -- init ${file}\` for a starter config.`,
  )
}

/** Reads and resolves a config for building an image. @throws ConfigError, UsageError */
export async function load(file: string, host: Host): Promise<Resolved> {
  const source = readConfig(await textOf(file, host), file)
  const around = await checkPaths(source, host)
  const facts = await factsOf(host)
  const complaints = [...source.complaints, ...around.complaints]
  if (!around.keys && Object.keys(facts.publicKeys).length === 0) complaints.push(noKeys)
  const { config } = source
  if (!config || complaints.length > 0) throw new ConfigError(file, complaints)
  return resolve(around.keys ? { ...config, ssh: { keys: around.keys } } : config, facts, file)
}

/**
 * Reads and resolves a config for an existing image: keys are no longer needed, and the application may have moved.
 * @throws ConfigError, UsageError
 */
export async function loadBuilt(file: string, host: Host): Promise<Resolved> {
  const config = parseConfig(await textOf(file, host), file)
  return resolve({ ...config, ssh: { keys: [] } }, await factsOf(host), file)
}
