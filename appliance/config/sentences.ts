// The builder's own sentences for errors that the config's parsers find.
import type { ErrorCode } from 'yaml'
import type { z } from 'zod'
import { didYouMean } from './suggest'

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of keys',
}

/** Returns the expected kind in words: `a number`. */
export const kindOf = (expected: string): string => kinds[expected] ?? 'something else'

/** Returns a count in words: `one file`, `3 files`. */
export const counted = (count: number | bigint, one: string, many: string): string =>
  Number(count) === 1 ? `one ${one}` : `${count} ${many}`

/** Returns a limit in words: `3 entries`, `one character`, `64`. */
function limit(origin: string, count: number | bigint): string {
  if (origin === 'array' || origin === 'set') return counted(count, 'entry', 'entries')
  return origin === 'string' ? counted(count, 'character', 'characters') : String(count)
}

/** Returns the possible choices, and the one that was probably meant. */
function choices(values: readonly unknown[], input: unknown): string {
  const names = values.map(String)
  const is = names.length === 1 ? `The only choice is ${names[0]}.` : `Choose one of ${names.join(', ')}.`
  return typeof input === 'string' ? `${is}${didYouMean(input, names)}` : is
}

/** Returns a sentence for an error of the schema that has none of its own. */
export function sentenceOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'too_big':
      return `The maximum is ${limit(issue.origin, issue.maximum)}.`
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'This can’t be empty.'
        : `The minimum is ${limit(issue.origin, issue.minimum)}.`
    case 'invalid_value':
      return choices(issue.values, issue.input)
    case 'invalid_type':
      return `This must be ${kindOf(issue.expected)}.`
    case 'unrecognized_keys':
      return `Unknown key “${issue.keys.join('”, “')}”.`
    default:
      return 'This value isn’t allowed here.'
  }
}

/** Sentences for YAML syntax errors (yaml, ErrorCode). */
const broken: Readonly<Partial<Record<ErrorCode, string>>> = {
  ALIAS_PROPS: 'An alias (*name) can’t have a tag or an anchor.',
  BAD_ALIAS: 'This isn’t a valid anchor or alias. Put text that begins with & or * in quotes.',
  BAD_DQ_ESCAPE: 'This isn’t a valid escape. Write \\\\ for a backslash, or use single quotes.',
  BAD_INDENT: 'The indentation is wrong, or a bracket before this isn’t closed.',
  BAD_SCALAR_START: 'Text can’t begin with this character. Put it in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'A nested key or list can’t begin on this line. Put it on the next one, indented.',
  BLOCK_IN_FLOW: 'Brackets can’t contain an indented block.',
  DUPLICATE_KEY: 'This key appears twice. Keep one.',
  KEY_OVER_1024_CHARS: 'This key is longer than 1024 characters. Is a quote or a bracket missing?',
  MISSING_CHAR: 'Something is missing here: a space after : or -, a comma, a closing quote or bracket.',
  MULTILINE_IMPLICIT_KEY: 'A key must be on one line. Is a : missing here or on the line before?',
  MULTIPLE_ANCHORS: 'A value can have only one anchor.',
  MULTIPLE_TAGS: 'A value can have only one tag.',
  NON_STRING_KEY: 'A key must be text.',
  TAB_AS_INDENT: 'This is a tab. Indent with spaces.',
  TAG_RESOLVE_FAILED: 'Unknown tag (!name). Put text that begins with ! in quotes.',
  UNEXPECTED_TOKEN: 'This doesn’t belong here. Is a quote, a bracket or a space missing before it?',
}

/** Returns a sentence for a YAML syntax error. */
export const brokenYaml = (code: ErrorCode): string =>
  broken[code] ?? 'This isn’t valid YAML. Put text with special characters in quotes.'
