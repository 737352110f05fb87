import { eq } from 'drizzle-orm'
import { db, type Transaction, tags } from '@/db'
import { addTags, lockTagNames, type NewTag, type Tag } from '@/lib/tag'
import { readTags } from './files'

const isSame = (one: NewTag, other: NewTag): boolean =>
  one.label === other.label &&
  one.description === other.description &&
  one.aliases.join(' ') === other.aliases.join(' ')

/** Writes the tags whose row differs, and the new ones. */
async function store(tx: Transaction, stored: readonly Tag[], wanted: readonly NewTag[]): Promise<void> {
  const rows = new Map(stored.map((row) => [row.name, row]))
  for (const { name, ...row } of wanted) {
    const old = rows.get(name)
    if (old && !isSame(old, { name, ...row })) await tx.update(tags).set(row).where(eq(tags.id, old.id))
  }
  await addTags(
    tx,
    wanted.filter(({ name }) => !rows.has(name)),
  )
}

/**
 * Stores the list of tags from the file. Labels, descriptions and aliases follow the file. All other tags, which
 * moderators added or an older file had, stay with their bemoanings; of two tags that claim the same alias, the one in
 * the file gets it. No name of a tag is another's alias.
 */
export async function writeTags(entries = readTags()): Promise<void> {
  const offered = entries.filter((entry) => entry.for === 'all')
  const names = new Set(offered.map(({ name }) => name))
  await db().transaction(async (tx) => {
    await lockTagNames(tx)
    const stored = await tx.select().from(tags).orderBy(tags.id)
    const others = stored.filter(({ name }) => !names.has(name))
    const taken = new Set(others.map(({ name }) => name))
    const listed = offered.map(({ name, label, description, aliases, 'merged-from': merged }) => ({
      name,
      label,
      description,
      aliases: [...aliases, ...merged].filter((alias) => !taken.has(alias)),
    }))
    const claimed = new Set(listed.flatMap(({ name, aliases }) => [name, ...aliases]))
    for (const { id, aliases } of others) {
      const left = aliases.filter((alias) => !claimed.has(alias))
      if (left.length < aliases.length) await tx.update(tags).set({ aliases: left }).where(eq(tags.id, id))
    }
    await store(tx, stored, listed)
  })
}
