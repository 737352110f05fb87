import { type SQL, sql } from 'drizzle-orm'
import type { Asked, Phrase } from '@/text/search-query'

/** Returns an SQL text in lower case, as search_tokens gives its words; final sigma is the same letter. */
export const loweredInSql = (text: SQL): SQL => sql`replace(lower(${text} collate "und-x-icu"), 'ς', 'σ')`

const operand = ({ word, begins, after }: Phrase[number], at: number): string =>
  `${at === 0 ? '' : ` <${after}> `}'${word}'${begins ? ':*' : ''}`

/** Words consist of letters, marks and digits, so quoting them is enough. */
const phraseText = (phrase: Phrase): string => `(${phrase.map(operand).join('')})`
const anyOf = (phrases: readonly Phrase[]): string => `(${phrases.map(phraseText).join(' | ')})`

/** Returns a query's words as SQL of type tsquery. */
export const wordsInSql = ({ all }: Pick<Asked, 'all'>): SQL =>
  sql`to_tsquery('ibtsocs', ${loweredInSql(sql`${all.map(anyOf).join(' & ')}::text`)})`

/** Returns the words that a query excludes as SQL of type tsquery, joined by "or". */
export const withoutInSql = ({ without }: Asked): SQL =>
  sql`to_tsquery('ibtsocs', ${loweredInSql(sql`${without.map(phraseText).join(' | ')}::text`)})`
