import { pageAfter, paths } from '@/core/paths'
import type { BlogList } from '@/lib/blog'
import { archive, type PostPage } from '@/lib/blog'
import { Page } from '../frame/page'
import { spaced } from '../parts/spaced'
import { BlogNav } from './blog-nav'
import { PostItem } from './post-item'

/** The chosen tags, each with a link to remove it, and tags that would narrow the list further. */
function Narrow({ list }: { list: BlogList }) {
  const names = list.tags.map(({ name }) => name)
  return (
    <nav className="narrow-down" aria-label="Narrow this list">
      {names.length > 1 && (
        <p>
          <span className="quiet">Without</span>{' '}
          {spaced(
            names.map((name) => (
              <a className="tag" key={name} href={paths.blogTags(names.filter((other) => other !== name))}>
                − {name}
              </a>
            )),
          )}
        </p>
      )}
      {list.more.length > 0 && (
        <p>
          <span className="quiet">And also</span>{' '}
          {spaced(
            list.more.map(({ tag, count }) => (
              <a className="tag" key={tag.name} href={paths.blogTags([...names, tag.name])}>
                + {tag.name} <span className="quiet">{count}</span>
              </a>
            )),
          )}
        </p>
      )}
      {list.tags.map(({ name, label, for: whose }) =>
        whose === 'all' ? (
          <p key={name}>
            <a href={paths.tag(name)}>Bemoanings about {label}</a>
          </p>
        ) : null,
      )}
    </nav>
  )
}

/** Links to the months of the blog. */
function Archive() {
  return (
    <nav className="archive" aria-label="By month">
      {archive().map(({ year, months }) => (
        <p key={year}>
          <a href={paths.blogTime(year)}>{year}</a>{' '}
          {spaced(
            months.map(({ time, count }) => (
              <a key={time} href={paths.blogTime(time)}>
                {time.slice(5)} <span className="quiet">{count}</span>
              </a>
            )),
          )}
        </p>
      ))}
    </nav>
  )
}

/** A list of posts, newest first, or the parts of a series in order. */
export function BlogListPage({ list, page }: { list: BlogList; page: PostPage }) {
  return (
    <Page>
      <BlogNav here={list.path} formats={list.path} />
      <div className="h-feed">
        <h1 className="list-title p-name">{list.title}</h1>
        <p className="lead">{list.description}</p>
        {list.kind === 'tags' && <Narrow list={list} />}
        {page.posts.length === 0 && <p className="empty">No posts have all of these tags. Remove one.</p>}
        {page.posts.map((post) => (
          <PostItem key={post.slug} post={post} />
        ))}
      </div>
      {page.next && (
        <p className="more">
          <a href={pageAfter(list.path, page.next)} rel="next">
            More posts
          </a>
        </p>
      )}
      {(list.kind === 'all' || list.kind === 'time') && <Archive />}
    </Page>
  )
}
