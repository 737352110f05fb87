import { didYouMean } from './suggest'

/** A variable's value. */
export type Variable = string | number | boolean

/** A reference to a variable. The shell has nothing like it: names of its own variables contain no dot. */
const reference = /\$\{vars\.([A-Za-z_][A-Za-z0-9_-]*)\}/g
const onlyReference = /^\$\{vars\.([A-Za-z_][A-Za-z0-9_-]*)\}$/

/** A reference to a variable that isn't defined, and where. */
export type Unknown = { path: readonly PropertyKey[]; message: string }

/**
 * Replaces references to variables in all texts of a value. A text that is one reference takes the variable's type.
 * @param unknown gets the references to variables that don't exist
 */
export function replaced(
  value: unknown,
  variables: ReadonlyMap<string, Variable>,
  unknown: Unknown[],
  path: readonly PropertyKey[] = [],
): unknown {
  if (Array.isArray(value)) return value.map((one, n) => replaced(one, variables, unknown, [...path, n]))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, replaced(one, variables, unknown, [...path, key])]),
    )
  if (typeof value !== 'string') return value
  const of = (name: string): Variable => {
    const found = variables.get(name)
    if (found !== undefined) return found
    unknown.push({
      path,
      message: `There’s no variable “${name}” under “vars:”.${didYouMean(name, [...variables.keys()])}`,
    })
    return ''
  }
  const [, whole] = onlyReference.exec(value) ?? []
  return whole ? of(whole) : value.replace(reference, (_, name: string) => String(of(name)))
}
