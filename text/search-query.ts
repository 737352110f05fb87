import { lookUp } from '@/core/look-up'
import { states } from '@/core/vocabulary'

/** What somebody looks for, taken apart. */
export type Asked = {
  /** Words and phrases in the syntax of a web search, without what is to be left out. */
  words: string
  /** Words and phrases that must not be there. */
  without: string[]
  /** Operators as the words that search holds for them; those with `!` must not be there. */
  filters: string[]
  /** Seconds since 1970, from and before. */
  since: number
  until: number
  /** The words alone, for their spelling. */
  plain: string[]
  /** What an operator cannot do, in words. */
  problem: string | null
}

const token = /(-?)(?:([a-z]+):(?=[^\s"]))?("[^"]*"?|\S+)/gi

/** What each operator takes, how search writes it down, and what to say when it is something else. */
const operators: Record<string, { form: RegExp; says: string }> = {
  tag: { form: /^[a-z0-9-]{1,40}$/, says: 'tag: takes a name from the list of tags, such as tag:ci.' },
  by: { form: /^[a-z0-9_-]{3,20}$/, says: 'by: takes a handle, such as by:kettle.' },
  state: { form: new RegExp(`^(${states.join('|')})$`), says: `state: takes ${states.join(', ')}.` },
  has: { form: /^(remedy|details|ending)$/, says: 'has: takes remedy, details or ending.' },
}

/** The moment a date begins, and the one at which it is over; a year or a month is a date too. */
function spanOf(text: string): [begins: number, ends: number] | null {
  const found = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(text)
  if (!found) return null
  const [year, month, day] = [Number(found[1]), found[2], found[3]]
  const at = (y: number, m: number, d: number) => Date.UTC(y, m, d) / 1000
  const [m, d] = [Number(month ?? 1) - 1, Number(day ?? 1)]
  const begins = at(year, m, d)
  const back = new Date(begins * 1000)
  // 30 February would quietly become 1 March.
  if (year < 1970 || back.getUTCMonth() !== m || back.getUTCDate() !== d) return null
  return [begins, day ? at(year, m, d + 1) : month ? at(year, m + 1, 1) : at(year + 1, 0, 1)]
}

/** Names of languages that are one letter, or a verb, stand for the language when somebody searches for them. */
const languages: Record<string, string> = { c: 'clanguage', r: 'rlanguage' }
const asWord = (word: string, alone: boolean): string =>
  lookUp(languages, word.toLowerCase()) ?? (word === 'Go' || (alone && word === 'go') ? 'golang' : word)

/**
 * Takes a query apart: words, "phrases", `or`, `-not`, and the operators tag: by: state: has: before: after:.
 * Everything else that people type is a word.
 */
export function parseQuery(q: string): Asked {
  const asked: Asked = {
    words: '',
    without: [],
    filters: [],
    since: 0,
    until: 1e12,
    plain: [],
    problem: null,
  }
  const tokens = [...q.matchAll(token)]
  const words: string[] = []
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
    } else if (minus) asked.without.push(whole.slice(1))
    else {
      words.push(whole.startsWith('"') ? whole : asWord(whole, tokens.length === 1))
      if (/^\p{L}{3,30}$/u.test(whole) && text !== 'or') asked.plain.push(text)
    }
  }
  return { ...asked, words: words.join(' ') }
}
