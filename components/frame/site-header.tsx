import { context } from '@/core/context'
import { keptHtml } from '@/core/kept-html'
import { navigation } from '@/core/pages'
import { paths } from '@/core/paths'
import { isModerator } from '@/core/role'
import { spaced } from '../parts/spaced'
import { HeaderSearch } from './header-search'
import { type MenuOwner, OwnMenu } from './own-menu'

const links = navigation('header')
const tools = navigation('tools')

/** Marks the link to the current page, and the link to the blog on its other pages. */
const currentIn = (here: string, path: string) => {
  if (here === path) return 'page'
  return path === paths.blog && here.startsWith(`${paths.blog}/`) ? 'true' : undefined
}

/** The header, drawn once for each place in the navigation and what it shows of its viewer. */
export function SiteHeader() {
  const { url, viewer } = context()
  const path = url.split('?')[0] ?? ''
  const here = [...links, ...tools].some((link) => currentIn(path, link.path)) ? path : ''
  const owner = viewer && {
    handle: viewer.handle,
    unread: viewer.unread,
    openWork: viewer.openWork,
    moderates: isModerator(viewer),
  }
  const variant = JSON.stringify([here, owner])
  return keptHtml({ tag: 'header', shows: owner ?? links, key: () => 'header', variant }, url, (back) => (
    <Header here={here} owner={owner} back={back} />
  ))
}

/** The site's name, navigation, search, and the viewer's own menu or the link to sign in. */
function Header({ here, owner, back }: { here: string; owner: MenuOwner | null; back: string }) {
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
          {owner ? <OwnMenu owner={owner} back={back} /> : <a href={paths.signIn()}>sign in</a>}
        </div>
      </div>
    </header>
  )
}
