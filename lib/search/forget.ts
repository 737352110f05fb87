import { sql } from 'drizzle-orm'
import { db } from '@/db'

/** Words per batch. */
const batch = 500

/**
 * Removes words from the spelling help that no text on the site contains any more. A word that some text contains in
 * another form stays.
 */
export async function forgetWords(words: readonly string[]): Promise<void> {
  for (let from = 0; from < words.length; from += batch) {
    const some = sql`${sql.param(words.slice(from, from + batch))}::text[]`
    await db().execute(sql`
      delete from search_words w where w.word = any(${some})
         and (select s.id from search_bemoanings s where s.search @@ plainto_tsquery('ibtsocs', w.word) limit 1) is null
         and (select s.id from search_comments s where s.search @@ plainto_tsquery('ibtsocs', w.word) limit 1) is null`)
  }
}
