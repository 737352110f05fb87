import { parseArgs } from 'node:util'
import { lookUp } from '@/core/look-up'
import type { Form } from './form'

/** A command was called with wrong arguments: exit 2. */
export class UsageError extends Error {}

/** Options of every command. */
export const common = {
  json: { does: 'print results as JSON' },
  yes: { does: 'don’t ask before something that can’t be undone' },
  help: { does: 'print this' },
} as const

/** Arguments for which an empty text means: none. */
const mayBeEmpty = new Set(['value', 'address'])

/** Returns the words of a usage, and its arguments: name, and whether it is needed. */
export function partsOf(usage: string): { words: string[]; args: { name: string; needed: boolean }[] } {
  const parts = usage.split(' ')
  return {
    words: parts.filter((part) => /^\w/.test(part)),
    args: parts
      .filter((part) => /^[<[]/.test(part))
      .map((part) => ({ name: part.slice(1, -1), needed: part.startsWith('<') })),
  }
}

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

/** Node appends advice in further sentences and lines. */
const firstSentence = (text: string): string => `${text.split(/\.?( |\n)(?=[A-Z])/)[0]}.`

/** Parses options and words against every option that the forms have. */
function split(args: readonly string[], forms: readonly Form[]) {
  const known = forms.flatMap(({ options }) => Object.entries(options))
  const options = [...Object.entries(common), ...known].map(
    ([name, option]) =>
      [
        name,
        { type: 'shows' in option ? 'string' : 'boolean', ...(name === 'help' ? { short: 'h' } : {}) },
      ] as const,
  )
  try {
    return parseArgs({ args: [...args], options: Object.fromEntries(options), allowPositionals: true })
  } catch (error) {
    throw new UsageError(firstSentence((error as Error).message))
  }
}

/** Finds the form that the words name; null if they name none. */
function formOf(words: readonly string[], forms: readonly Form[]): Form | null {
  const matching = forms.filter(({ usage }) =>
    partsOf(usage).words.every((word, index) => words[index] === word),
  )
  return matching.sort((a, b) => partsOf(b.usage).words.length - partsOf(a.usage).words.length).at(0) ?? null
}

/** Returns the error for words that name no form of a command. */
function unknown(name: string, forms: readonly Form[]): UsageError {
  const seconds = [
    ...new Set(
      forms.map(({ usage }) => partsOf(usage).words[1]).filter((word): word is string => word !== undefined),
    ),
  ]
  return new UsageError(`After ${name}, write ${list(seconds)}.`)
}

export type Call =
  | { help: true; forms: readonly Form[] }
  | {
      help: false
      form: Form
      args: Record<string, string>
      given: Record<string, string | boolean>
      json: boolean
      yes: boolean
    }

/**
 * Parses a command line.
 * @param args after the program's name
 * @throws UsageError with one sentence
 */
export function parseCall(args: readonly string[], all: readonly Form[]): Call {
  const asked = args[0] === 'help'
  const rest = asked ? args.slice(1) : args
  const name = rest.find((arg) => !arg.startsWith('-'))
  const forms = all.filter(({ usage }) => usage.split(' ')[0] === name)
  if (name !== undefined && forms.length === 0)
    throw new UsageError(`Unknown command ${name}. Add --help for a list.`)
  const { values, positionals } = split(rest, forms)
  const found = formOf(positionals, forms)
  if (asked || values.help || name === undefined)
    return { help: true, forms: found ? [found] : forms.length > 0 ? forms : all }
  if (!found) throw unknown(name, forms)
  const { words, args: wanted } = partsOf(found.usage)
  const { help: _, json = false, yes = false, ...given } = values
  const foreign = Object.keys(given).find((option) => lookUp(found.options, option) === undefined)
  if (foreign) throw new UsageError(`${words.join(' ')} takes no --${foreign}.`)
  const texts = positionals.slice(words.length)
  const extra = texts[wanted.length]
  if (extra !== undefined) {
    if (forms.length > 1 && wanted.length === 0) throw unknown(name, forms)
    throw new UsageError(`Unexpected argument ${JSON.stringify(extra)}.`)
  }
  wanted.forEach((arg, index) => {
    const text = texts[index]
    if (arg.needed && (text === undefined || (text === '' && !mayBeEmpty.has(arg.name))))
      throw new UsageError(`The ${arg.name} is missing.`)
  })
  for (const [option, { required, shows }] of Object.entries(found.options))
    if (required && !String(lookUp(given, option) ?? '').trim())
      throw new UsageError(`The ${option} (--${option} ${shows}) is missing.`)
  return {
    help: false,
    form: found,
    args: Object.fromEntries(texts.map((text, index) => [wanted[index]?.name ?? '', text])),
    given: given as Record<string, string | boolean>,
    json: json === true,
    yes: yes === true,
  }
}
