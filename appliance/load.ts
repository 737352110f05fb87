import { basename, dirname } from 'node:path'
import { checkPaths, pathOf } from './config/check-paths'
import { ConfigError } from './config/errors'
import { expand } from './config/expand'
import { clashes } from './config/fleet'
import { about, type Layer, LayeredPlaces } from './config/layers'
import { readLayer, type Source } from './config/parse'
import { noKeys, resolve } from './config/resolve'
import type { Facts, Resolved } from './config/resolved'
import { setLayer } from './config/set'
import { didYouMean } from './config/suggest'
import { factsOf } from './host/facts'
import { type Host, UnreadableError } from './host/host'

/** Wrong usage: exit code 2. */
export class UsageError extends Error {}

/** A config as asked for on the command line. */
export type Asked = {
  file: string
  /** Values of `--set`, as `key=value`. */
  set?: readonly string[]
  /** One guest of a fleet; left out, all. */
  guest?: string | undefined
}

/** The most files of one config. */
const deepest = 10

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

/** Reads a config and the files that it extends, in this order. @throws ConfigError, UsageError */
async function layersOf(file: string, host: Host): Promise<Layer[]> {
  const layers = [readLayer(await textOf(file, host), file)]
  for (let last = layers[0]; last; ) {
    const { extends: named } = (last.value ?? {}) as { extends?: unknown }
    if (named === undefined) return layers
    const places = new LayeredPlaces([last], last)
    const refuse = (message: string): ConfigError =>
      new ConfigError(file, [about(places, ['extends'], message)])
    if (typeof named !== 'string' || named === '') throw refuse('Name one file.')
    const path = pathOf(named, last.file, host)
    if (layers.some((layer) => layer.file === path)) throw refuse(`${path} would extend itself.`)
    if (layers.length === deepest) throw refuse(`The maximum is ${deepest} files, each extending the next.`)
    if ((await host.kind(path)) === null) {
      const near = await host.list(dirname(path)).catch(() => [])
      throw refuse(`${path} doesn’t exist.${didYouMean(basename(path), near)}`)
    }
    last = readLayer(await textOf(path, host), path)
    layers.push(last)
  }
  return layers
}

/** Returns the sources of the guests that are asked for. @throws ConfigError, UsageError */
async function sourcesOf({ file, set = [], guest }: Asked, host: Host): Promise<Source[]> {
  const sets = set.map((text) => {
    const layer = setLayer(text)
    if (!layer)
      throw new UsageError(`“--set ${text}” isn’t of the form --set key=value, such as --set vm.memory=4G.`)
    return layer
  })
  // Of two for one key the last one wins.
  const all = expand(await layersOf(file, host), sets)
  if (guest === undefined) return [...all.values()]
  const one = all.get(guest)
  const names = [...all.keys()].filter((name) => name !== null)
  if (!one)
    throw new UsageError(
      names.length > 0
        ? `${file} has no guest called “${guest}”.${didYouMean(guest, names)}`
        : `${file} has no “fleet:”, so --guest has nothing to choose from.`,
    )
  return [one]
}

async function resolved(
  sources: readonly Source[],
  file: string,
  facts: Facts,
  host: Host,
): Promise<Resolved[]> {
  const complaints = sources.flatMap((source) => source.complaints)
  const ready: (() => Resolved)[] = []
  for (const source of sources) {
    const around = await checkPaths(source, host)
    complaints.push(...around.complaints)
    if (!around.keys && Object.keys(facts.publicKeys).length === 0) complaints.push(noKeys)
    const { config } = source
    if (config)
      ready.push(() => resolve(around.keys ? { ...config, ssh: { keys: around.keys } } : config, facts, file))
  }
  if (complaints.length > 0 || ready.length < sources.length) throw new ConfigError(file, complaints)
  const all = ready.map((make) => make())
  const found = clashes(all.map(({ values }, n) => ({ values, places: sources[n]?.places as LayeredPlaces })))
  if (found.length > 0) throw new ConfigError(file, found)
  return all
}

/** Reads and resolves the configs of all guests that are asked for, to build images. @throws ConfigError, UsageError */
export async function loadAll(asked: Asked, host: Host): Promise<Resolved[]> {
  return resolved(await sourcesOf(asked, host), asked.file, await factsOf(host), host)
}

/** @throws UsageError if there are several */
function only<T>(all: readonly T[], file: string): T {
  const [one, second] = all
  if (one === undefined || second !== undefined)
    throw new UsageError(`${file} describes ${all.length} guests. Choose one with --guest NAME.`)
  return one
}

/** Reads and resolves a config of one guest, to build an image. @throws ConfigError, UsageError */
export async function load(asked: Asked | string, host: Host): Promise<Resolved> {
  const one = typeof asked === 'string' ? { file: asked } : asked
  return only(await loadAll(one, host), one.file)
}

/**
 * Reads and resolves the configs of existing images: keys are no longer needed, and the application may have moved.
 * @throws ConfigError, UsageError
 */
export async function loadAllBuilt(asked: Asked, host: Host): Promise<Resolved[]> {
  const sources = await sourcesOf(asked, host)
  const complaints = sources.flatMap((source) => source.complaints)
  if (complaints.length > 0) throw new ConfigError(asked.file, complaints)
  const facts = await factsOf(host)
  return sources.flatMap(({ config }) =>
    config ? [resolve({ ...config, ssh: { keys: [] } }, facts, asked.file)] : [],
  )
}

/** The same for a config of one guest. @throws ConfigError, UsageError */
export async function loadBuilt(asked: Asked | string, host: Host): Promise<Resolved> {
  const one = typeof asked === 'string' ? { file: asked } : asked
  return only(await loadAllBuilt(one, host), one.file)
}
