import { paths } from '@/core/paths'

/** A search field that unfolds from the header, with or without scripts; the key `/` opens it too. */
export function HeaderSearch() {
  return (
    <details className="popup" name="header" id="find">
      <summary>search</summary>{' '}
      <search>
        <form action={paths.search()} className="search">
          <label htmlFor="find-q" className="sr-only">
            Search the site
          </label>{' '}
          <input id="find-q" type="search" name="q" enterKeyHint="search" />{' '}
          <button type="submit">Search</button>
        </form>
      </search>
    </details>
  )
}
