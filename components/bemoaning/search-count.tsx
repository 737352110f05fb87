import { after } from '@/core/page-query'
import { plural } from '@/core/plural'
import type { Named } from '@/lib/search'

type Shown = {
  bemoanings: number
  posts: number
  named: readonly Named[]
  /** True if there is a next page. */
  next: boolean
  /** True if more posts may match than the page shows. */
  morePosts: boolean
  /** The corrected query, if these are its results. */
  corrected: string | null
}

/** Says how many results are on this page of a search. The total is not known, so only a list that ends says no more. */
export function SearchCount({ bemoanings, posts, named, next, morePosts, corrected }: Shown) {
  // A number's bemoaning is among the bemoanings already.
  const count = bemoanings + posts + named.filter(({ kind }) => kind !== 'bemoaning').length
  const isPart = after().after !== undefined || morePosts
  return (
    <p className="quiet" role="status">
      {count === 0 ? 'No results' : plural(count, 'result')}
      {corrected !== null && ` for “${corrected}”`}
      {isPart && ' on this page'}
      {next && ', more on the next page'}
    </p>
  )
}
