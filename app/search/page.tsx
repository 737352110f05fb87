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

const syntax = [
  ['backup restore', 'both words, in any form'],
  ['"two years"', 'these words, in this order'],
  ['dns or network', 'either'],
  ['build -java', 'not that one'],
  ['tag:ci green', 'only with this tag'],
  ['by:kettle', 'only by this person'],
  ['state:fixed', 'only what stands there: broken, workaround, fixed'],
  ['has:remedy', 'only with a remedy; also has:details, has:ending'],
  ['after:2025-12 before:2026-07-01', 'only what appeared in between'],
  ['C++', 'C, C#, .NET, Go and R are found as well'],
] as const

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
            placeholder="dns, “works on my machine”, tag:ci -java"
          />
          <button type="submit">Search</button>
        </form>
      </search>
      <details className="disclosure">
        <summary>What it understands</summary>
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
      {found?.value.hint && <p className="empty">{found.value.hint}</p>}
      {found?.value.meant && (
        <p className="meant">
          {found.value.corrected ? `Nothing for “${q}”. This is for ` : 'Did you mean '}
          <a href={paths.search(found.value.meant)}>{found.value.meant}</a>
          {found.value.corrected ? '.' : '?'}
        </p>
      )}
      {found && !found.value.hint && (
        <Entries
          list={found.value}
          matches={found.value.matches}
          path={paths.search(found.value.corrected ? (found.value.meant ?? q) : q)}
          empty="Nobody has bemoaned that yet. You could be first."
        />
      )}
    </Page>
  )
}
