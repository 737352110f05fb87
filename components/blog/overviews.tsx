import { paths } from '@/core/paths'
import { blogTagCounts, visibleBlog } from '@/lib/blog'
import { Page } from '../frame/page'
import { BlogNav } from './blog-nav'

/** Every tag of the blog. */
export function BlogTags() {
  return (
    <Page>
      <BlogNav here={paths.blogTags()} />
      <h1 className="list-title">Tags of the blog</h1>
      <p className="lead">Choose one, then narrow it by another. Most are shared with the bemoanings.</p>
      <dl className="tag-list">
        {blogTagCounts().map(({ tag, count }) => (
          <div key={tag.name}>
            <dt>
              <a href={paths.blogTags([tag.name])}>{tag.label}</a> <span className="quiet">{count}</span>
            </dt>
            <dd>{tag.description}</dd>
          </div>
        ))}
      </dl>
    </Page>
  )
}

/** Every series with its parts. */
export function BlogSeries() {
  const now = visibleBlog()
  return (
    <Page>
      <BlogNav here={paths.blogSeries()} />
      <h1 className="list-title">Series</h1>
      <p className="lead">Posts that go on from each other.</p>
      {[...now.bySeries].map(([id, posts]) => (
        <section key={id} className="series-entry">
          <h2>
            <a href={paths.blogSeries(id)}>{now.series.get(id)?.label ?? id}</a>
          </h2>
          <p>{now.series.get(id)?.description}</p>
          <ol>
            {posts.map((post) => (
              <li key={post.slug}>
                <a href={paths.post(post.slug)}>{post.title}</a>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </Page>
  )
}
