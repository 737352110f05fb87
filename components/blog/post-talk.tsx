import { cacheTags } from '@/lib/cache-tags'
import { type CommentSort, countPostComments, listComments } from '@/lib/comment/queries'
import { context } from '@/lib/context'
import { after, queried } from '@/lib/page-query'
import { paths } from '@/lib/paths'
import type { Post } from '@/lib/post/compiled'
import { curedBy } from '@/lib/post/cures'
import { unlessAway } from '@/lib/unless-away'
import { Comments } from '../comments'
import { ShortList } from '../short-list'

/** Bemoanings that a post cures, when there are any and they can be asked for. */
export async function Cures({ post }: { post: Post }) {
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

/** What people say to a post. The post reads without it while the database is away. */
export async function PostComments({ post }: { post: Post }) {
  const sort: CommentSort = queried('sort') === 'new' ? 'new' : 'best'
  const found = await unlessAway(
    Promise.all([listComments(post.slug, null, { sort, ...after() }), countPostComments(post.slug)]),
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
    draft: `comment-post-${post.slug}`,
    count,
    locked: false,
  }
  return <Comments host={host} page={page.value} sort={sort} decides={false} />
}
