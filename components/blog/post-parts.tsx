import { inFormat, paths } from '@/core/paths'
import { absolute } from '@/core/site'
import { blogAuthor, minutesOf, type Part, type Post, relatedTo } from '@/lib/blog'
import { spaced } from '../parts/spaced'
import { PostDate } from './post-date'
import { PostItem } from './post-item'

/** The head of a post: title, author, date, tags, and its origin if it has one. */
export function PostHead({ post }: { post: Post }) {
  return (
    <header className="post-head">
      <h1 className="p-name">{post.title}</h1>
      <p className="lead p-summary">{post.description}</p>
      <p className="byline">
        <span>
          <a className="p-author h-card" href={blogAuthor.href}>
            {blogAuthor.name}
          </a>
        </span>{' '}
        <span>
          <a className="u-url" href={absolute(paths.post(post.slug))}>
            <PostDate time={post.publishAt} className="dt-published" />
          </a>
        </span>{' '}
        {post.updated && (
          <span>
            updated <PostDate time={post.updated} className="dt-updated" />
          </span>
        )}{' '}
        <span>{minutesOf(post.words)} min to read</span>{' '}
        {spaced(
          post.tags.map((tag) => (
            <a className="tag p-category" href={paths.blogTags([tag])} key={tag}>
              {tag}
            </a>
          )),
        )}
      </p>
      {post.origin && (
        <p className="origin">
          After {post.origin.what} of <PostDate time={post.origin.date} />: its observation, checked again and
          written anew.
        </p>
      )}
    </header>
  )
}

/** The parts of a post's series, with this one marked. */
export function SeriesBox({ part, slug }: { part: Part; slug: string }) {
  return (
    <aside className="series-box" aria-label={`Series ${part.series.label}`}>
      <p>
        Part {part.part} of <a href={paths.blogSeries(part.series.id)}>{part.series.label}</a>
      </p>
      <ol>
        {part.posts.map((post) => (
          <li key={post.slug} aria-current={post.slug === slug ? 'true' : undefined}>
            {post.slug === slug ? post.title : <a href={paths.post(post.slug)}>{post.title}</a>}
          </li>
        ))}
      </ol>
    </aside>
  )
}

/** Links to the previous and next part of a series. */
export function SeriesSteps({ part: { before, behind } }: { part: Part }) {
  if (!before && !behind) return null
  return (
    <nav className="series-steps" aria-label="In this series">
      {before && (
        <a href={paths.post(before.slug)} rel="prev">
          <span className="quiet">Before this</span> {before.title}
        </a>
      )}{' '}
      {behind && (
        <a href={paths.post(behind.slug)} rel="next">
          <span className="quiet">After this</span> {behind.title}
        </a>
      )}
    </nav>
  )
}

/** The table of contents of a post. Needs no script: a list of links, folded on narrow screens. */
export function Contents({ post }: { post: Post }) {
  const top = post.headings.filter(({ depth }) => depth === 2)
  if (top.length < 3) return null
  return (
    <details className="toc" open>
      <summary>Contents</summary>
      <nav aria-label="Contents">
        <ol>
          {top.map(({ id, text }) => (
            <li key={id}>
              <a href={`#${id}`}>{text}</a>
            </li>
          ))}
        </ol>
      </nav>
    </details>
  )
}

/** The changes of a post since its publication. */
export function Changelog({ post }: { post: Post }) {
  if (post.changelog.length === 0) return null
  return (
    <section className="post-changelog" aria-labelledby="changes">
      <h2 id="changes">Changes of this post</h2>
      <ul>
        {post.changelog.map(({ date, text }) => (
          <li key={date + text}>
            <PostDate time={date} />: {text}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Similar posts. */
export function Related({ post }: { post: Post }) {
  const posts = relatedTo(post)
  if (posts.length === 0) return null
  return (
    <section className="related" aria-labelledby="related">
      <h2 id="related">Posts like this</h2>
      {posts.map((other) => (
        <PostItem key={other.slug} post={other} level={3} />
      ))}
    </section>
  )
}

/** Links to the machine formats of a post. */
export function PostFormats({ post }: { post: Post }) {
  return (
    <nav className="formats post-formats" aria-label="This post for machines">
      {spaced(
        ['md', 'txt', 'json', 'atom', 'rss'].map((format) => (
          <a key={format} href={inFormat(paths.post(post.slug), format)}>
            {format}
          </a>
        )),
      )}
    </nav>
  )
}
