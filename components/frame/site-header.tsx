import { context } from '@/core/context'
import { navigation } from '@/core/pages'
import { paths } from '@/core/paths'
import { spaced } from '../parts/spaced'
import { HeaderSearch } from './header-search'
import { OwnMenu } from './own-menu'

const links = navigation('header')
const tools = navigation('tools')

/** Marks the link to the current page, and the link to the blog on its other pages. */
const currentIn = (here: string, path: string) => {
  if (here === path) return 'page'
  return path === paths.blog && here.startsWith(`${paths.blog}/`) ? 'true' : undefined
}

/** The site's name, navigation, search, and the viewer's own menu or the link to sign in. */
export function SiteHeader() {
  const { url, viewer } = context()
  const here = url.split('?')[0] ?? ''
  const link = ({ word, path }: { word: string; path: string }) => (
    <a key={path} href={path} aria-current={currentIn(here, path)}>
      {word}
    </a>
  )
  return (
    <header className="site-header">
      <a className="skip" href="#content">
        Skip to the content
      </a>{' '}
      <a className="site-name" href={paths.home}>
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <path className="rule" d="M6 4v24" />
          <path className="eyes" d="M12 8h4v6h-4zM22 8h4v6h-4z" />
          <path className="caret" d="M13 25l6-5.5 6 5.5" />
        </svg>
        IBTSOCS<span className="sr-only">, I Bemoan The State Of Computer Science</span>
      </a>{' '}
      <nav aria-label="Main">
        <ul>
          {spaced(
            links.map((entry) => (
              <li key={entry.path} className={entry.path === paths.submit ? 'call' : undefined}>
                {link(entry)}
              </li>
            )),
          )}
        </ul>
      </nav>{' '}
      <div className="tools">
        <HeaderSearch /> {spaced(tools.map(link))}{' '}
        <div className="who">
          {viewer ? <OwnMenu viewer={viewer} /> : <a href={paths.signIn()}>sign in</a>}
        </div>
      </div>
    </header>
  )
}
