import { feeds } from '@/lib/bemoaning/feeds'
import { context } from '@/lib/context'
import { paths } from '@/lib/paths'

const links = [
  ...feeds.flatMap(({ nav, path }) => (nav ? [{ word: nav, path }] : [])),
  { word: 'random', path: paths.random },
  { word: 'submit', path: paths.submit },
]

/** One line of navigation that a thumb reaches. */
export function SiteHeader() {
  const { url, viewer } = context()
  const here = url.split('?')[0] ?? ''
  return (
    <header className="site-header">
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <a className="site-name" href={paths.home}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M5 1v14" />
          <path d="M8 4h6M8 8h4M8 12h5" />
          <path className="caret" d="M1.5 6 4 8 1.5 10" />
        </svg>
        IBTSOCS<span className="sr-only">, I Bemoan The State Of Computer Science</span>
      </a>
      <nav aria-label="Main">
        <ul>
          {links.map(({ word, path }) => (
            <li key={path}>
              <a href={path} aria-current={here === path ? 'page' : undefined}>
                {word}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <p className="who">
        {viewer ? <a href={paths.user(viewer.handle)}>{viewer.handle}</a> : <a href={paths.signIn()}>sign in</a>}
      </p>
    </header>
  )
}
