import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { paths } from '@/core/paths'
import { db } from '@/db'
import { findPost } from '@/lib/blog'
import { nextItem, notYet } from '@/lib/jury'
import { isUnmuted, isUnmutedComment } from '@/lib/reader'
import type { Subject } from '../subject'

/** The subject of a new report, as everybody can read it, and its place. */
export type Reportable = { text: string; href: string; what: string }

/** Returns a text that only this juror sees. */
async function beforeJuror(viewer: Viewer, id: number): Promise<Reportable | null> {
  if (notYet(viewer)) return null
  const item = await nextItem(viewer)
  return item?.id === id ? { text: item.body, href: paths.jury, what: 'the jury' } : null
}

/** Returns the subject of a new report; null if it is not, or no longer, public. */
export async function findReportable(
  { type, id }: Subject,
  viewer: Viewer | null,
): Promise<Reportable | null> {
  if (type === 'user') {
    const { rows } = await db().execute<{ handle: string }>(sql`select handle from users where id = ${id}`)
    const [user] = rows
    return user ? { text: user.handle, href: paths.user(user.handle), what: `The user ${user.handle}` } : null
  }
  const { rows } = await db().execute<{
    id: number | null
    body: string | null
    said: string | null
    slug: string | null
  }>(
    type === 'comment'
      ? sql`select b.id, b.body, c.body as said, c.post_slug as slug from comments c left join bemoanings b on b.id = c.bemoaning_id
              left join bemoaning_ranks r on r.id = b.id
             where c.id = ${id} and c.removed_at is null and c.deleted_at is null and (r.status = 'published' or c.post_slug is not null) and ${isUnmuted(sql`b.id`)} and ${isUnmutedComment(sql`c.id`)}`
      : sql`
        select b.id, b.body, null as said, null as slug
        from bemoanings b
        join bemoaning_ranks r on r.id = b.id
        where b.id = ${id}
          and r.status = 'published'
          and ${isUnmuted(sql`b.id`)}`,
  )
  const [row] = rows
  if (!row) return type === 'bemoaning' && viewer ? beforeJuror(viewer, id) : null
  if (row.slug !== null) {
    const post = findPost(row.slug)
    return (
      post && {
        text: row.said ?? '',
        href: paths.postComment(row.slug, id),
        what: `A comment on “${post.title}”`,
      }
    )
  }
  const [on, body] = [row.id ?? 0, row.body ?? '']
  return type === 'comment'
    ? { text: row.said ?? '', href: paths.comment(on, body, id), what: `A comment on #${on}` }
    : { text: body, href: paths.bemoaning(on, body), what: `#${on}` }
}
