import { notInArray, sql } from 'drizzle-orm'
import { db, tags } from '@/db'
import { lockTagNames } from '@/lib/tag'
import { readTags } from './files'

/**
 * Stores the list of tags from the file. Labels, descriptions and aliases follow the file. All other tags, which
 * moderators added or an older file had, stay with their bemoanings; of two tags that claim the same alias, the one in
 * the file gets it. No name of a tag is another's alias.
 */
export async function writeTags(entries = readTags()): Promise<void> {
  const offered = entries.filter((entry) => entry.for === 'all')
  const names = offered.map(({ name }) => name)
  await db().transaction(async (tx) => {
    await lockTagNames(tx)
    const others = await tx.select({ name: tags.name }).from(tags).where(notInArray(tags.name, names))
    const taken = new Set(others.map(({ name }) => name))
    const rows = offered.map(({ name, label, description, aliases, 'merged-from': merged }) => ({
      name,
      label,
      description,
      aliases: [...aliases, ...merged].filter((alias) => !taken.has(alias)),
    }))
    const claimed = sql`${sql.param([...names, ...rows.flatMap(({ aliases }) => aliases)])}::text[]`
    await tx
      .update(tags)
      .set({ aliases: sql`array(select a from unnest(${tags.aliases}) a where a <> all(${claimed}))` })
      .where(sql`${notInArray(tags.name, names)} and ${tags.aliases} && ${claimed}`)
    await tx
      .insert(tags)
      .values(rows)
      .onConflictDoUpdate({
        target: tags.name,
        set: {
          label: sql`excluded.label`,
          description: sql`excluded.description`,
          aliases: sql`excluded.aliases`,
        },
        setWhere: sql`
          (tags.label, tags.description, tags.aliases)
          is distinct from (excluded.label, excluded.description, excluded.aliases)`,
      })
  })
}
