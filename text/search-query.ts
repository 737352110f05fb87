import { lookUp } from '@/core/look-up'
import { states } from '@/core/vocabulary'
import { formsOf, type Phrase, phraseOf } from './search-phrase'

export type { Phrase } from './search-phrase'

/** A parsed search query. */
export type Asked = {
  /** Words and phrases: of each group at least one must be found. */
  all: Phrase[][]
  /** Excluded words and phrases. */
  without: Phrase[]
  /** Operators as the words stored in the search index; those with `!` are excluded. */
  filters: string[]
  /** Seconds since 1970; `since` is inclusive, `until` exclusive. */
  since: number
  until: number
  /** The words alone, for spelling suggestions. */
  plain: string[]
  /** A message about an invalid operator. */
  problem: string | null
}

/** What people put around a phrase, by hand or by a keyboard that means well. */
const quotes = '"“”„‟«»＂「」『』'
const token = new RegExp(
  `(-?)(?:([a-z]+):(?=[^\\s${quotes}]))?([${quotes}][^${quotes}]*[${quotes}]?|[^\\s${quotes}]+)`,
  'giu',
)
const isQuoted = new RegExp(`^[${quotes}]`, 'u')

/** For each operator: the form of its values, and the message for any other value. */
const operators: Record<string, { form: RegExp; says: string }> = {
  tag: { form: /^[a-z0-9-]{1,40}$/, says: 'tag: takes a name from the list of tags, such as tag:ci.' },
  by: { form: /^[a-z0-9_-]{3,20}$/, says: 'by: takes a handle, such as by:kettle.' },
  state: { form: new RegExp(`^(${states.join('|')})$`), says: `state: takes ${states.join(', ')}.` },
  has: { form: /^(remedy|details|ending)$/, says: 'has: takes remedy, details or ending.' },
}

/** Returns the start and the end of a date; a year or a month is a date too. */
function spanOf(text: string): [begins: number, ends: number] | null {
  const found = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(text)
  if (!found) return null
  const [year, month, day] = [Number(found[1]), found[2], found[3]]
  const at = (y: number, m: number, d: number) => Date.UTC(y, m, d) / 1000
  const [m, d] = [Number(month ?? 1) - 1, Number(day ?? 1)]
  const begins = at(year, m, d)
  const back = new Date(begins * 1000)
  // 30 February would become 1 March.
  if (year < 1970 || back.getUTCMonth() !== m || back.getUTCDate() !== d) return null
  return [begins, day ? at(year, m, d + 1) : month ? at(year, m + 1, 1) : at(year + 1, 0, 1)]
}

/** Returns the forms in which a word or a quoted phrase may be found. */
const forms = (text: string, alone: boolean): Phrase[] =>
  isQuoted.test(text) ? [phraseOf(text)].filter(({ length }) => length > 0) : formsOf(text, alone)

/**
 * Parses a query: words, "phrases", `or` between two of them, `-not`, and the operators tag: by: state: has: before:
 * after:. Everything else is a word; a word with signs in it, such as `stdio.h` or `O'Hara`, is a phrase of its parts.
 */
export function parseQuery(q: string): Asked {
  const asked: Asked = {
    all: [],
    without: [],
    filters: [],
    since: 0,
    until: 1e12,
    plain: [],
    problem: null,
  }
  const tokens = [...q.matchAll(token)]
  let joins = false
  for (const [whole, minus, name, value = ''] of tokens) {
    const key = name?.toLowerCase() ?? ''
    const operator = lookUp(operators, key)
    const text = value.toLowerCase()
    if (operator) {
      if (operator.form.test(text)) asked.filters.push(`${minus ? '!' : ''}'${key}:${text}'`)
      else asked.problem ??= operator.says
    } else if (key === 'before' || key === 'after') {
      const span = spanOf(text)
      if (!span) asked.problem ??= `${key}: takes a date, such as ${key}:2026-02 or ${key}:2026-02-14.`
      else if (key === 'before') asked.until = Math.min(asked.until, span[0])
      else asked.since = Math.max(asked.since, span[1])
    } else if (minus && !value.startsWith('-')) {
      // Two dashes begin an option of a command: `push --force`.
      asked.without.push(...forms(whole.slice(1), false))
    } else if (text === 'or') joins = asked.all.length > 0
    else {
      const found = forms(whole, tokens.length === 1)
      if (found.length === 0) continue
      if (joins) asked.all.at(-1)?.push(...found)
      else asked.all.push(found)
      joins = false
      if (/^\p{L}{3,30}$/u.test(whole)) asked.plain.push(text)
    }
  }
  return asked
}
