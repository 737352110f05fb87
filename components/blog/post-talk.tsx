import type { ReactNode } from 'react'
import { cacheTags } from '@/core/cache-tags'
import { context } from '@/core/context'
import { after, onlyThread, queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import { unlessAway } from '@/core/unless-away'
import type { Post } from '@/lib/blog'
import { type CommentSort, countPostComments, listComments } from '@/lib/comment'
import { curedBy } from '@/lib/state'
import { ShortList } from '../bemoaning/short-list'
import { comments } from '../comment/comments'

/** Returns the bemoanings that a post cures, if there are any and the database is reachable. */
export async function cures(post: Post): Promise<ReactNode> {
  const cured = await unlessAway(curedBy(post))
  if (!cured || cured.lines.length === 0) return null
  for (const { id } of cured.lines) context().tags.add(cacheTags.bemoaning(id))
  return (
    <section className="cures" aria-labelledby="cures">
      <h2 id="cures">{cured.sure ? 'Bemoanings this cures' : 'Bemoanings this may cure'}</h2>
      <ShortList lines={cured.lines} empty="" />
    </section>
  )
}

/** Returns the comments of a post. While the database is unreachable, the post is shown without them. */
export async function postComments(post: Post): Promise<ReactNode> {
  const sort: CommentSort = queried('sort') === 'new' ? 'new' : 'best'
  const found = await unlessAway(
    Promise.all([
      listComments(post.slug, null, { sort, ...after(), ...onlyThread() }),
      countPostComments(post.slug),
    ]),
  )
  if (!found)
    return (
      <section className="comments" aria-label="Comments">
        <p className="empty">The comments are away for a moment. The post is all here.</p>
      </section>
    )
  const [page, count] = found
  if (!page.ok) return <p className="empty">{page.message}</p>
  const host = {
    path: paths.post(post.slug),
    reply: paths.replyToPost(post.slug),
    thread: post.slug,
    visit: `posts/${post.slug}/visit`,
    draft: `comment-post-${post.slug}`,
    count,
    locked: false,
  }
  return comments({ host, page: page.value, sort, decides: false })
}
