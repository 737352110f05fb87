import type { Metadata } from 'next'
import { BadAddress } from '@/components/bad-address'
import { Entries } from '@/components/entries'
import { Page } from '@/components/page'
import { after, queried } from '@/lib/page-query'
import { paths } from '@/lib/paths'
import { longestQuery, searchBemoanings } from '@/lib/search/queries'

export const metadata: Metadata = {
  title: 'Search',
  description: 'Search the bemoanings.',
  robots: { index: false },
}

/** Search over everything published. */
export default async function Search() {
  const q = queried('q') ?? ''
  if (q.length > longestQuery)
    return <BadAddress message={`A search has at most ${longestQuery} characters.`} />
  const found = q.trim() ? await searchBemoanings(q, after().after) : null
  if (found && !found.ok) return <BadAddress message={found.message} />
  return (
    <Page>
      <h1 className="list-title">Search</h1>
      <search>
        <form action={paths.search()} className="search">
          <label htmlFor="q" className="sr-only">
            Search the bemoanings
          </label>
          <input
            id="q"
            type="search"
            name="q"
            defaultValue={q}
            maxLength={longestQuery}
            placeholder="dns, “works on my machine”, -java"
          />
          <button type="submit">Search</button>
        </form>
      </search>
      {found?.value.hint && <p className="empty">{found.value.hint}</p>}
      {found && !found.value.hint && (
        <Entries
          list={found.value}
          path={paths.search(q)}
          empty="Nobody has bemoaned that yet. You could be first."
        />
      )}
    </Page>
  )
}
