import { paths } from '@/core/paths'
import { type Failure, fail } from '@/core/result'
import type { Connection } from '@/db'
import { blog } from '@/lib/blog'
import { findTagOrAlias } from '@/lib/tag'

/** Returns why a name is not free, in words, with a link to its holder; null if it is. */
export async function whyTaken(
  connection: Connection,
  name: string,
): Promise<{ message: string; link: string } | null> {
  const tag = await findTagOrAlias(name, connection)
  if (tag) {
    const message =
      tag.name === name
        ? `We have a tag “${name}” already: ${tag.label}.`
        : `“${name}” is another name for our tag ${tag.label}.`
    return { message, link: paths.tag(tag.name) }
  }
  const { tags, aliases, byTags } = blog()
  const posts = tags.get(aliases.get(name) ?? name)
  return posts
    ? {
        message: `“${name}” belongs to a tag of the blog: ${posts.label}.`,
        link: byTags.has(posts.name) ? paths.blogTags([posts.name]) : paths.blogTags(),
      }
    : null
}

/** The same as a refusal of a field. */
export async function refuseTaken(
  connection: Connection,
  field: string,
  names: readonly string[],
): Promise<Failure | null> {
  for (const name of names) {
    const taken = await whyTaken(connection, name)
    if (taken)
      return fail('conflict', taken.message, {
        link: taken.link,
        errors: [{ path: field, message: taken.message }],
      })
  }
  return null
}
