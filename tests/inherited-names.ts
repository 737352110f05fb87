/** Names that every object inherits. */
export const inheritedNames: readonly string[] = [
  ...Object.getOwnPropertyNames(Object.prototype),
  'prototype',
  'then',
  'toJSON',
  'length',
  'name',
]

/** A place that reads or writes an object by a computed key. */
export type LookUp = { line: number; code: string }

/** Removes comments and keeps line ends. Quotes are matched first, so that `//` in an address is not a comment. */
const withoutComments = (source: string): string =>
  source.replace(
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|(^|\s)\/\/[^\n]*/g,
    (found, quoted: string | undefined, before: string | undefined) =>
      quoted ?? (before ?? '') + found.replace(/[^\n]/g, ''),
  )

const wrapped = '(?:(?:Readonly|Partial|NonNullable)<)*'
/** Finds the names of variables, parameters and fields that may hold any key. */
const declarations = [
  new RegExp(`\\b(\\w+)\\??\\s*:\\s*${wrapped}Record<string\\b`, 'g'),
  new RegExp(`\\b(\\w+)\\??\\s*:\\s*${wrapped}\\{\\s*(?:readonly )?\\[\\w+: string\\]`, 'g'),
  new RegExp(`\\b(\\w+)\\s*=[^=\\n]*\\bas ${wrapped}Record<string\\b`, 'g'),
]

/** Harmless subscripts: a literal, a number, a type's key, nothing. */
const harmless = /^\s*(?:'[^']*'|"[^"]*"|\d+|)\s*$/
/** Subscripts that contain input, or casts, which hide input from the compiler. */
const fromOutside =
  /\bqueried\(|\bsearchParams\b|\bquery\.|\bparams\b|\bparam\(|\.values\b|\bheaders\.|\bas keyof\b|\bas \w+$/

/** Finds names assigned from functions of the same file that return such an object. */
const returned = (code: string): string[] =>
  [...code.matchAll(/\bfunction (\w+)\([^)]*\): (?:Promise<)?(?:Readonly<)?Record<string\b/g)].flatMap(
    ([, maker = '']) =>
      [...code.matchAll(new RegExp(`\\b(\\w+) = (?:await )?${maker}\\(`, 'g'))].map(
        (found) => found[1] ?? '',
      ),
  )

/** Finds every lookup in a source by a key that may come from outside: `table[key]`, `key in table`. */
export function lookUpsIn(source: string): LookUp[] {
  const code = withoutComments(source)
  const declared = declarations.flatMap((one) => [...code.matchAll(one)].map((found) => found[1] ?? ''))
  const tables = new Set([...declared, ...returned(code)])
  const found: LookUp[] = []
  const note = (at: number, text: string) =>
    found.push({ line: code.slice(0, at).split('\n').length, code: text.trim() })
  for (const { 0: whole, 1: table = '', 2: key = '', index } of code.matchAll(
    /([\w$]+)(?:\?\.|!)?\[((?:[^[\]\n]|\[[^[\]\n]*\])*)\]/g,
  ))
    if (!harmless.test(key) && (tables.has(table) || fromOutside.test(key))) note(index, whole)
  for (const { 0: whole, index } of code.matchAll(/(?<!const )(?<!let )\b[\w.]+ in [\w.]+(?=\s*[)&|?])/g))
    if (!/for \((?:const|let) $/.test(code.slice(Math.max(0, index - 12), index))) note(index, whole)
  return found
}
