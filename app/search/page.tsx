import type { Metadata } from 'next'
import { entries } from '@/components/bemoaning/entries'
import { SearchCount } from '@/components/bemoaning/search-count'
import { PostItem } from '@/components/blog/post-item'
import { BadAddress } from '@/components/frame/bad-address'
import { Page } from '@/components/frame/page'
import { framed } from '@/components/parts/part'
import { spaced } from '@/components/parts/spaced'
import { after, queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import { searchPosts } from '@/lib/blog'
import { findNamed, longestQuery, type Named, searchBemoanings } from '@/lib/search'
import { firstWords } from '@/text/first-words'

export function generateMetadata(): Metadata {
  const q = queried('q')?.trim()
  return {
    title: q ? `${firstWords(q, 60)} · Search` : 'Search',
    description: 'Search the bemoanings and the blog.',
    robots: { index: false },
  }
}

const types = ['all', 'bemoanings', 'blog'] as const

const syntax = [
  ['backup restore', 'both words, in any form'],
  ['"two years"', 'these words, in this order'],
  ['dns or network', 'either'],
  ['build -java', 'not that one'],
  ['tag:ci green', 'only with this tag'],
  ['by:kettle', 'only by this person'],
  ['state:fixed', 'only this state: broken, workaround, fixed'],
  ['has:remedy', 'only with a remedy; also has:details, has:ending'],
  ['after:2025-12 before:2026-07-01', 'only what appeared in between'],
  ['C++', 'also finds C, C#, .NET, Go and R'],
] as const

const kinds = { bemoaning: 'Bemoaning', tag: 'Tag', person: 'Person' } as const

/** Links to what a query is the exact name of. */
function DirectWays({ named }: { named: readonly Named[] }) {
  return (
    <ul className="direct" aria-label="Exact matches">
      {spaced(
        named.map((one) => (
          <li key={one.path}>
            {kinds[one.kind]}: <a href={one.path}>{one.name}</a>
          </li>
        )),
      )}
    </ul>
  )
}

/** Search in everything published: bemoanings and blog posts. */
export default framed(async () => {
  const q = queried('q') ?? ''
  if (q.length > longestQuery)
    return <BadAddress message={`A search has at most ${longestQuery} characters.`} />
  const type = types.find((name) => name === (queried('type') ?? 'all'))
  if (!type) return <BadAddress message="You can search bemoanings, the blog, or both." />
  const posts = type === 'bemoanings' || after().after ? [] : searchPosts(q, type === 'blog' ? 50 : 3)
  const asks = q.trim() !== '' && type !== 'blog'
  const [found, named] = await Promise.all([
    asks ? searchBemoanings(q, after()) : null,
    asks && !after().after ? findNamed(q) : [],
  ])
  if (found && !found.ok) return <BadAddress message={found.message} />
  return (
    <Page>
      <h1 className="list-title">Search</h1>
      <search>
        <form action={paths.search()} className="search">
          <label htmlFor="q" className="sr-only">
            Search
          </label>{' '}
          {type !== 'all' && <input type="hidden" name="type" value={type} />}
          <input
            id="q"
            type="search"
            name="q"
            defaultValue={q}
            maxLength={longestQuery}
            placeholder="“works on my machine” or dns -java"
          />{' '}
          <button type="submit">Search</button>
        </form>
      </search>
      <nav className="search-types" aria-label="Where to search">
        {spaced(
          types.map((name) => (
            <a
              key={name}
              href={paths.search(q || undefined, name === 'all' ? undefined : name)}
              aria-current={name === type ? 'true' : undefined}
            >
              {name}
            </a>
          )),
        )}
      </nav>
      {/* Begins a line in text browsers, which know neither `nav` nor `details`. */}
      <div>
        <details className="disclosure">
          <summary>Search syntax</summary>
          <dl className="syntax">
            {syntax.map(([example, means]) => (
              <div key={example}>
                <dt>
                  <a href={paths.search(example)}>{example}</a>
                </dt>
                <dd>{means}</dd>
              </div>
            ))}
          </dl>
        </details>
      </div>
      {q.trim() !== '' && (posts.length > 0 || !found?.value.hint) && (
        <SearchCount
          bemoanings={found?.value.items.length ?? 0}
          posts={posts.length}
          named={named}
          next={found?.value.next != null}
          morePosts={posts.length === (type === 'blog' ? 50 : 3)}
          corrected={found?.value.corrected ? found.value.meant : null}
        />
      )}
      {named.length > 0 && <DirectWays named={named} />}
      {posts.length > 0 && (
        <section aria-label="Posts">
          {posts.map(({ post, excerpt }) => (
            <PostItem key={post.slug} post={post} excerpt={excerpt} />
          ))}
          {type === 'all' && posts.length === 3 && (
            <p className="more">
              <a href={paths.search(q, 'blog')}>All posts about this</a>
            </p>
          )}
        </section>
      )}
      {type === 'blog' && q.trim() && posts.length === 0 && <p className="empty">No posts match.</p>}
      {found?.value.hint && <p className="empty">{found.value.hint}</p>}
      {found?.value.meant && (
        <p className="meant">
          {found.value.corrected ? `No results for “${q}”. Here are those for ` : 'Did you mean '}
          <a href={paths.search(found.value.meant)}>{found.value.meant}</a>
          {found.value.corrected ? '.' : '?'}
        </p>
      )}
      {found &&
        !found.value.hint &&
        (await entries({
          list: found.value,
          matches: found.value.matches,
          path: paths.search(
            found.value.corrected ? (found.value.meant ?? q) : q,
            type === 'all' ? undefined : type,
          ),
          empty:
            posts.length > 0
              ? 'Nobody has bemoaned that yet; the blog has something on it.'
              : 'Nobody has bemoaned that yet. You could be first.',
        }))}
    </Page>
  )
})
