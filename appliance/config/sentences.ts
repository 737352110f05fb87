// The builder's own sentences for errors that the config's parsers find.
import type { ErrorCode } from 'yaml'
import type { z } from 'zod'
import { didYouMean } from './suggest'

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of keys',
}

/** Returns the expected kind in words: `a text`. */
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
  const is = names.length === 1 ? `It is ${names[0]} and nothing else.` : `It is one of ${names.join(', ')}.`
  return typeof input === 'string' ? `${is}${didYouMean(input, names)}` : is
}

/** Returns a sentence for an error of the schema that has none of its own. */
export function sentenceOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'too_big':
      return `At most ${limit(issue.origin, issue.maximum)}.`
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'It is empty.'
        : `At least ${limit(issue.origin, issue.minimum)}.`
    case 'invalid_value':
      return choices(issue.values, issue.input)
    case 'invalid_type':
      return `It has to be ${kindOf(issue.expected)}.`
    case 'unrecognized_keys':
      return `There is no key “${issue.keys.join('”, “')}” here.`
    default:
      return 'It cannot be this.'
  }
}

/** Sentences for YAML syntax errors (yaml, ErrorCode). */
const broken: Readonly<Partial<Record<ErrorCode, string>>> = {
  ALIAS_PROPS: 'An alias (*name) cannot have a tag or an anchor.',
  BAD_ALIAS: 'This is no name for an anchor or alias. A text that begins with & or * goes in quotes.',
  BAD_DQ_ESCAPE:
    'In double quotes a \\ begins an escape, and this is none. Write \\\\, or use single quotes.',
  BAD_INDENT: 'It is not indented as what it belongs to, or a bracket before it is not closed.',
  BAD_SCALAR_START: 'A text cannot begin with this sign. Put it in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'A key is followed by its value, or by an indented block; here are two on one line.',
  BLOCK_IN_FLOW: 'Between [ ] and { } there cannot be an indented block.',
  DUPLICATE_KEY: 'This key is there twice.',
  KEY_OVER_1024_CHARS: 'A key has at most 1024 characters: is a quote or a bracket missing?',
  MISSING_CHAR: 'A sign is missing here: a space after : or -, a comma, a closing quote or bracket.',
  MULTILINE_IMPLICIT_KEY: 'A key has to be on one line: is a : missing here or on the line before?',
  MULTIPLE_ANCHORS: 'A value has one anchor at most.',
  MULTIPLE_TAGS: 'A value has one tag at most.',
  NON_STRING_KEY: 'A key has to be a text.',
  TAB_AS_INDENT: 'Indent with spaces; this is a tab.',
  TAG_RESOLVE_FAILED: 'This tag (!name) is not known. A text that begins with ! goes in quotes.',
  UNEXPECTED_TOKEN: 'This does not belong here: is a quote, a bracket or a space missing before it?',
}

/** Returns a sentence for a YAML syntax error. */
export const brokenYaml = (code: ErrorCode): string =>
  broken[code] ?? 'This is no YAML. A text with special signs goes in quotes.'
