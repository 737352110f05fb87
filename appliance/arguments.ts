import { resolve } from 'node:path'
import { didYouMean } from './config/suggest'
import type { Asked } from './load'
import { UsageError } from './load'

/** What was typed after a verb. */
export type Arguments = {
  /** The config, or for some verbs another file. */
  asked: Asked
  /** True if a file was named. */
  given: boolean
  /** Arguments after the file. */
  more: readonly string[]
  /** Results as one line of JSON on standard output. */
  json: boolean
  /** The folder for results. */
  out: string
  /** All guests of a fleet. */
  all: boolean
  /** No question before something is deleted. */
  yes: boolean
}

/** Options of every verb: whether they take a value, and what they do. */
export const options: Readonly<Record<string, { value?: string; does: string }>> = {
  '--set': {
    value: 'KEY=VALUE',
    does: 'overrides a value of the config, such as vm.memory=4G; may be repeated',
  },
  '--out': {
    value: 'FOLDER',
    does: 'the folder for results, and where they are looked for (out/ of the repository)',
  },
  '--guest': { value: 'NAME', does: 'one guest of a fleet' },
  '--all': { does: 'builds all guests of a fleet' },
  '--json': { does: 'prints the result as JSON, also of errors' },
  '--yes': { does: 'deletes without asking' },
}

export const defaultConfig = 'appliance.yaml'

/**
 * Reads the arguments after a verb. Relative paths count from where the user stands, not from the repository, where
 * npm runs this.
 * @param standing the folder in which npm was called; undefined if this was not called by npm
 * @throws UsageError
 */
export function argumentsOf(typed: readonly string[], standing: string | undefined): Arguments {
  const elsewhere = standing !== undefined && resolve(standing) !== process.cwd()
  const at = (path: string): string => (elsewhere ? resolve(standing, path) : path)
  const plain: string[] = []
  const values = new Map<string, string[]>()
  const waiting = [...typed]
  for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
    if (!one.startsWith('--')) {
      plain.push(one)
      continue
    }
    const [, name = one, joined] = /^(--[^=]*)(?:=(.*))?$/s.exec(one) ?? []
    const option = Object.hasOwn(options, name) ? options[name] : undefined
    if (!option) throw new UsageError(`Unknown option “${name}”.${didYouMean(name, Object.keys(options))}`)
    if (option.value === undefined && joined !== undefined) throw new UsageError(`${name} takes no value.`)
    const value = option.value === undefined ? '' : (joined ?? waiting.shift())
    if (value === undefined) throw new UsageError(`${name} needs a value: ${name} ${option.value}`)
    values.set(name, [...(values.get(name) ?? []), value])
  }
  const [file, ...more] = plain
  const last = (name: string): string | undefined => values.get(name)?.at(-1)
  const out = last('--out')
  return {
    // Of two for one key the last one wins.
    asked: { file: at(file ?? defaultConfig), set: values.get('--set') ?? [], guest: last('--guest') },
    given: file !== undefined,
    more: more.map((one) => at(one)),
    json: values.has('--json'),
    out: out === undefined ? (elsewhere ? resolve('out') : 'out') : at(out),
    all: values.has('--all'),
    yes: values.has('--yes'),
  }
}
