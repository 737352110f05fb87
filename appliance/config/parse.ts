import { type Document, LineCounter, parseAllDocuments, visit } from 'yaml'
import type { z } from 'zod'
import { type Complaint, ConfigError } from './errors'
import { knownKeys } from './known'
import { type Layer, LayeredPlaces } from './layers'
import { Places } from './places'
import { type Config, configSchema } from './schema'
import { brokenYaml, kindOf, sentenceOf } from './sentences'
import { didYouMean } from './suggest'

/** The largest accepted config, in bytes. */
const most = 65_536

/** A config: its value, the places of its parts, and its errors. `config` is null if there are any. */
export type Source = {
  config: Config | null
  value: unknown
  complaints: readonly Complaint[]
  file: string
  places: LayeredPlaces
}

/** Keys of a file that are gone once its parts are merged. */
export const fileKeys = ['extends', 'vars', 'fleet'] as const

function complaintsOf(places: LayeredPlaces, issue: z.core.$ZodIssue): Complaint[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      ...places.ofKey([...path, key]),
      message: `Unknown key “${key}”${path.length ? ` in “${path.join('.')}”` : ''}.${didYouMean(key, [...knownKeys(path), ...(path.length === 0 ? fileKeys : [])])}`,
    }))
  const name = path.join('.')
  const atKey = issue.code === 'custom' && issue.params?.at === 'key'
  const place = atKey ? places.ofKey(path) : places.ofValue(path)
  if (issue.code === 'invalid_type') {
    const missing = path.length > 0 && !places.has(path)
    const kind = kindOf(issue.expected)
    const what = name ? `“${name}”` : 'The config'
    return [
      { ...place, message: missing ? `${what} is missing. It must be ${kind}.` : `${what} must be ${kind}.` },
    ]
  }
  return [{ ...place, message: `“${name}”: ${issue.message}` }]
}

/** Reports aliases without an anchor. */
function lost(document: Document, places: Places): Complaint[] {
  const found: Complaint[] = []
  visit(document, {
    Alias(_, node) {
      if (!node.resolve(document) && node.range)
        found.push({
          ...places.at(node.range[0]),
          message: `The anchor &${node.source} isn’t defined before here. Put text that begins with * in quotes.`,
        })
    },
  })
  return found
}

/** Parses a text with exactly one document. @throws ConfigError */
function documentOf(text: string, file: string): { document: Document; places: Places } {
  const whole = (message: string): ConfigError => new ConfigError(file, [{ line: 1, column: 1, message }])
  if (Buffer.byteLength(text) > most) throw whole(`The config is too long. The limit is ${most} bytes.`)
  const counter = new LineCounter()
  const documents = parseAllDocuments(text, {
    lineCounter: counter,
    uniqueKeys: true,
    merge: false,
    version: '1.2',
  })
  const [document, second] = 'empty' in documents ? [] : documents
  if (!document || (document.contents === null && document.errors.length === 0))
    throw whole(
      'The config is empty. Run `npm run appliance -- init` with a new file name for a starter config.',
    )
  const places = new Places(document, counter)
  const said = [...document.errors, ...document.warnings, ...(second?.errors ?? [])]
  const complaints: Complaint[] = said.map(({ pos, code }) => ({
    ...places.at(pos[0]),
    message: brokenYaml(code),
  }))
  if (second && complaints.length === 0)
    complaints.push({
      ...new Places(second, counter).ofValue([]),
      message: 'A second document begins here. Keep only one.',
    })
  if (complaints.length === 0) complaints.push(...lost(document, places))
  if (complaints.length > 0) throw new ConfigError(file, complaints)
  return { document, places }
}

/**
 * Reads one file of a config, and keeps the place of each part.
 * @param file its name, for messages
 * @throws ConfigError if it is not YAML with one document
 */
export function readLayer(text: string, file: string): Layer {
  const { document, places } = documentOf(text, file)
  try {
    return { file, places, at: [], value: document.toJS({ maxAliasCount: 20 }) }
  } catch {
    throw new ConfigError(file, [
      { line: 1, column: 1, message: 'The config has too many aliases. Write the values out.' },
    ])
  }
}

/** Checks a merged config against the schema. @param places where its values stand */
export function sourceOf(value: unknown, places: LayeredPlaces, file: string): Source {
  const parsed = configSchema.safeParse(value, { error: sentenceOf })
  const complaints = (parsed.error?.issues ?? []).flatMap((issue) => complaintsOf(places, issue))
  return { config: parsed.data ?? null, value, complaints, file, places }
}

/** Reads a config of one file that stands alone. @throws ConfigError with all errors and their places */
export function parseConfig(text: string, file: string): Config {
  const layer = readLayer(text, file)
  const { config, complaints } = sourceOf(layer.value, new LayeredPlaces([layer], layer), file)
  if (!config) throw new ConfigError(file, complaints)
  return config
}
