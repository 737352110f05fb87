import { inArray } from 'drizzle-orm'
import { bemoaningJson } from '@/api/v1/json'
import { bemoanings, db } from '@/db'
import { findBemoanings, sitemapPage } from '@/lib/bemoaning'
import { form } from './form'

/** Returns the details of bemoanings as their authors wrote them. */
async function detailsOf(ids: number[]): Promise<Map<number, string | null>> {
  const rows = await db()
    .select({ id: bemoanings.id, details: bemoanings.details })
    .from(bemoanings)
    .where(inArray(bemoanings.id, ids))
  return new Map(rows.map(({ id, details }) => [id, details]))
}

export const exportForm = form({
  usage: 'export',
  does: 'print every published bemoaning as a line of JSON, oldest first; not a backup',
  run: async (_, __, { say }) => {
    for (let after = 0; ; ) {
      const page = await sitemapPage(after, 500)
      if (page.length === 0) return 0
      const ids = page.map(({ id }) => id)
      const details = await detailsOf(ids)
      for (const card of await findBemoanings(ids))
        say(JSON.stringify({ ...bemoaningJson(card), details: details.get(card.id) ?? undefined }))
      after = page.at(-1)?.id ?? 0
    }
  },
})
