import { Document, LineCounter, parseDocument } from 'yaml'
import type { Layer } from './layers'
import { type Place, Places } from './places'

/** A value of the command line has no line in a file. */
class NoPlaces extends Places {
  override ofValue(): Place {
    return { line: 0, column: 0 }
  }
  override ofKey(): Place {
    return { line: 0, column: 0 }
  }
}

/**
 * Reads `key=value` of `--set`: keys with dots between them, and a value as in YAML.
 * @returns null if it is not of this form
 */
export function setLayer(text: string): Layer | null {
  const [, path = '', written = ''] = /^([\w/-]+(?:\.[\w/-]+)*)=(.*)$/s.exec(text) ?? []
  if (path === '') return null
  const document = parseDocument(written)
  if (document.errors.length > 0 || document.warnings.length > 0) return null
  const value = path
    .split('.')
    .reduceRight<unknown>(
      (inner, key) => Object.fromEntries([[key, inner]]),
      document.toJS({ maxAliasCount: 0 }),
    )
  return {
    file: `--set ${path}`,
    places: new NoPlaces(new Document(value), new LineCounter()),
    at: [],
    value,
  }
}
