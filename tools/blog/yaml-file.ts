import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import type { Faults } from './fault'

/**
 * Reads YAML with a schema.
 * @param first line of the file on which the YAML begins
 * @returns null after an error; then the faults describe each with its line
 */
export function readYaml<S extends z.ZodType>(
  text: string,
  schema: S,
  file: string,
  faults: Faults,
  first = 1,
): z.infer<S> | null {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, schema: 'core', prettyErrors: false })
  const lineAt = (offset: number) => lines.linePos(offset).line + first - 1
  for (const error of document.errors) faults.add(file, lineAt(error.pos[0]), error.message)
  if (document.errors.length > 0) return null
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 20 }))
  if (parsed.success) return parsed.data
  for (const { path, message, code, ...more } of parsed.error.issues) {
    const unknown = code === 'unrecognized_keys' ? (more as { keys: string[] }).keys[0] : undefined
    // The deepest part of the path that is in the file gives the line.
    let at = [...path, ...(unknown === undefined ? [] : [unknown])] as (string | number)[]
    let node: unknown
    while (at.length > 0) {
      node = document.getIn(at, true)
      if (node) break
      at = at.slice(0, -1)
    }
    const range = (node as { range?: [number, number, number] } | undefined)?.range
    faults.add(file, range ? lineAt(range[0]) : first, `${path.join('.') || 'front matter'}: ${message}`)
  }
  return null
}
