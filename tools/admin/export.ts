import { bemoaningJson } from '@/api/v1/json'
import { findBemoanings, sitemapPage } from '@/lib/bemoaning'
import type { Voice } from './voice'

/** Prints every published bemoaning as a line of JSON, oldest first. */
export async function exportSite({ say }: Voice): Promise<number> {
  for (let after = 0; ; ) {
    const page = await sitemapPage(after, 500)
    if (page.length === 0) return 0
    for (const card of await findBemoanings(page.map(({ id }) => id)))
      say(JSON.stringify(bemoaningJson(card)))
    after = page.at(-1)?.id ?? 0
  }
}
