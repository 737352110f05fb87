import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseAllDocuments } from 'yaml'
import type { z } from 'zod'
import { type Complaint, ConfigError } from './errors'
import { type Config, configSchema } from './schema'
import { didYouMean } from './suggest'

/** The largest config that is read, in bytes. */
const most = 65_536

type Place = { line: number; column: number }

/** Where a value stands; for a key that is missing, where its parent begins. */
function placeOf(document: Document, counter: LineCounter, path: readonly PropertyKey[]): Place {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true)
    const range = isNode(node) ? node.range : null
    if (range) {
      const { line, col } = counter.linePos(range[0])
      return { line, column: col }
    }
  }
  return { line: 1, column: 1 }
}

/** Where a key stands in a map. */
function placeOfKey(
  document: Document,
  counter: LineCounter,
  path: readonly PropertyKey[],
  key: string,
): Place {
  const map = path.length === 0 ? document.contents : document.getIn(path, true)
  if (isMap(map))
    for (const pair of map.items)
      if (isPair(pair) && isScalar(pair.key) && String(pair.key.value) === key && pair.key.range) {
        const { line, col } = counter.linePos(pair.key.range[0])
        return { line, column: col }
      }
  return placeOf(document, counter, path)
}

/** The keys that may stand at a place of the config, by asking the schema. */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  let schema = configSchema as unknown as z.core.$ZodType
  const inner = (of: z.core.$ZodType): z.core.$ZodType => {
    const { def } = of._zod as unknown as { def: { type: string; innerType?: z.core.$ZodType } }
    return def.type === 'optional' && def.innerType ? inner(def.innerType) : of
  }
  for (const key of path) {
    const { def } = inner(schema)._zod as unknown as {
      def: { shape?: Record<string, z.core.$ZodType>; element?: z.core.$ZodType }
    }
    const next = typeof key === 'number' ? def.element : def.shape?.[String(key)]
    if (!next) return []
    schema = next
  }
  const { def } = inner(schema)._zod as unknown as { def: { shape?: object } }
  return Object.keys(def.shape ?? {})
}

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of keys',
}

function complaintsOf(document: Document, counter: LineCounter, issue: z.core.$ZodIssue): Complaint[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      ...placeOfKey(document, counter, issue.path, key),
      message: `There is no key “${key}” ${issue.path.length ? `in “${issue.path.join('.')}”` : 'here'}.${didYouMean(key, knownKeys(issue.path))}`,
    }))
  const place = placeOf(document, counter, issue.path)
  const name = issue.path.join('.') || 'The config'
  if (issue.code === 'invalid_type') {
    const missing = document.getIn(issue.path) === undefined && issue.path.length > 0
    const kind = kinds[issue.expected] ?? issue.expected
    return [
      { ...place, message: missing ? `“${name}” is missing: ${kind}.` : `“${name}” has to be ${kind}.` },
    ]
  }
  return [{ ...place, message: `“${name}”: ${issue.message}` }]
}

/**
 * Reads a config.
 * @param file its name, for messages
 * @throws ConfigError with everything that is wrong, each with its place
 */
export function parseConfig(text: string, file: string): Config {
  if (Buffer.byteLength(text) > most)
    throw new ConfigError(file, [{ line: 1, column: 1, message: `A config has at most ${most} bytes.` }])
  const counter = new LineCounter()
  const documents = parseAllDocuments(text, {
    lineCounter: counter,
    uniqueKeys: true,
    merge: false,
    version: '1.2',
  })
  const [document, second] = 'empty' in documents ? [] : documents
  if (!document || document.contents === null)
    throw new ConfigError(file, [
      {
        line: 1,
        column: 1,
        message: 'The config is empty. `npm run appliance -- init` writes one to begin with.',
      },
    ])
  const broken = [...document.errors, ...(second?.errors ?? [])].map(({ pos, message }) => {
    const { line, col } = counter.linePos(pos[0])
    return { line, column: col, message: message.split(' at line ')[0] ?? message }
  })
  if (second && broken.length === 0)
    broken.push({
      ...placeOf(second, counter, []),
      message: 'A config is one document; here a second one begins.',
    })
  if (broken.length > 0) throw new ConfigError(file, broken)
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 20 })
  } catch {
    throw new ConfigError(file, [
      { line: 1, column: 1, message: 'It has too many aliases; write the values out.' },
    ])
  }
  const parsed = configSchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new ConfigError(
    file,
    parsed.error.issues.flatMap((issue) => complaintsOf(document, counter, issue)),
  )
}
