import { sql } from 'drizzle-orm'
import { db } from '@/db'

/** Replaces misspelt words by the most similar words of the site; null if none differs. */
export async function spell(q: string, plain: readonly string[]): Promise<string | null> {
  if (plain.length === 0) return null
  const { rows } = await db().execute<{ typed: string; word: string }>(sql`
    select w.typed, s.word from unnest(${sql.param([...new Set(plain)].slice(0, 10))}::text[]) as w(typed)
      cross join lateral search_spell(w.typed) as s(word) where s.word is not null`)
  const meant = rows.reduce(
    (text, { typed, word }) => text.replace(new RegExp(`(?<![\\p{L}:])${typed}(?![\\p{L}:])`, 'giu'), word),
    q,
  )
  return meant === q ? null : meant
}

/** Adds new words to the spelling help, for "did you mean". @returns texts read */
export async function learnWords(most = 1_000): Promise<number> {
  const { rows } = await db().execute<{ texts: number }>(sql`select search_learn(${most}) as texts`)
  return rows[0]?.texts ?? 0
}
