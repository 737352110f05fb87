import { paths } from '@/core/paths'
import { blogAuthor, minutesOf, type Post } from '@/lib/blog'
import type { Piece } from '@/text/highlight'
import { Highlighted } from '../parts/highlighted'
import { spaced } from '../parts/spaced'
import { PostDate } from './post-date'

/** A post in a list: its day in the gutter, description and tags. */
export function PostItem({
  post,
  excerpt,
  level = 2,
}: {
  post: Post
  excerpt?: readonly Piece[]
  level?: 2 | 3
}) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <article className="post-item h-entry">
      <div className="post-gutter" aria-hidden="true">
        {post.publishAt.slice(5, 10)} {post.series && <span>part {post.series.part}</span>}
      </div>
      <div>
        <Heading className="post-item-title">
          <a className="u-url p-name" href={paths.post(post.slug)}>
            {post.title}
          </a>
        </Heading>
        <p className="post-item-summary p-summary">{post.description}</p>
        {excerpt && excerpt.length > 0 && (
          <p className="said">
            … <Highlighted pieces={excerpt} /> …
          </p>
        )}
        <p className="byline">
          <PostDate time={post.publishAt} className="dt-published" /> <span>{minutesOf(post.words)} min</span>{' '}
          {spaced(
            post.tags.map((tag) => (
              <a className="tag p-category" href={paths.blogTags([tag])} key={tag}>
                {tag}
              </a>
            )),
          )}{' '}
          <span className="sr-only">
            by {/* For readers of microformats: nobody sees where the focus is here. */}
            <a className="p-author h-card" href={blogAuthor.href} tabIndex={-1}>
              {blogAuthor.name}
            </a>
          </span>
        </p>
      </div>
    </article>
  )
}
