import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { findSimilar as findSimilarNow, foldSearch, searchBemoanings as searchNow } from '@/lib/search'

/** Folds what was written into the search index, as the server does every second, and waits for the server's own fold. */
export async function indexWritten(): Promise<void> {
  for (;;) {
    const { rows } = await db().execute(sql`select 1 from search_changes limit 1`)
    if (rows.length === 0) return
    if ((await foldSearch(10_000)) === 0) await sleep(20)
  }
}

/** Searches with a current index. */
export async function searchBemoanings(...args: Parameters<typeof searchNow>): ReturnType<typeof searchNow> {
  await indexWritten()
  return searchNow(...args)
}

/** Finds similar texts with a current index. */
export async function findSimilar(
  ...args: Parameters<typeof findSimilarNow>
): ReturnType<typeof findSimilarNow> {
  await indexWritten()
  return findSimilarNow(...args)
}
