import { and, eq, ne } from 'drizzle-orm'
import { type Failure, fail, ok, type Result } from '@/core/result'
import { bemoaningTags, type Transaction, tagChoices, tagProposals, tags } from '@/db'
import { blog } from '@/lib/blog'
import { lockTagNames } from '@/lib/tag'
import { refuseTaken } from './names'

/** Returns why an accepted tag has to stay; null if nothing has it. Locks it against its first use. */
async function whyStays(tx: Transaction, tagId: number): Promise<Failure | null> {
  const [tag] = await tx
    .select({ name: tags.name, label: tags.label })
    .from(tags)
    .where(eq(tags.id, tagId))
    .for('update')
  if (!tag) return null
  if (blog().tags.has(tag.name))
    return fail('conflict', `${tag.label} is now in the site’s own list. Remove it there first.`)
  return (await tx.$count(bemoaningTags, eq(bemoaningTags.tagId, tagId))) > 0
    ? fail('conflict', `Bemoanings now have the tag ${tag.label}. Give them other tags first.`)
    : null
}

/** Reopens a decided proposal, for the undo of its decision; an accepted tag that nothing has yet is deleted. */
export async function reopenTag(tx: Transaction, id: number): Promise<Result<null>> {
  await lockTagNames(tx)
  const [found] = await tx
    .select({ name: tagProposals.name, outcome: tagProposals.outcome, tagId: tagProposals.tagId })
    .from(tagProposals)
    .where(eq(tagProposals.id, id))
    .for('update')
  if (!found || found.name === null)
    return fail('conflict', 'Its author has left, and the proposal is gone with them.')
  if (found.outcome === 'open') return fail('conflict', 'Somebody has already undone this.')
  const { name, tagId } = found
  const same = and(eq(tagProposals.name, name), eq(tagProposals.outcome, 'open'), ne(tagProposals.id, id))
  if ((await tx.$count(tagProposals, same)) > 0)
    return fail('conflict', `“${name}” has been proposed again since. Decide on that one.`)
  const refused = tagId === null ? await refuseTaken(tx, 'name', [name]) : await whyStays(tx, tagId)
  if (refused) return refused
  await tx
    .update(tagProposals)
    .set({ outcome: 'open', decidedAt: null, tagId: null })
    .where(eq(tagProposals.id, id))
  if (tagId !== null) {
    await tx.delete(tagChoices).where(eq(tagChoices.tagId, tagId))
    await tx.delete(tags).where(eq(tags.id, tagId))
  }
  return ok(null)
}
