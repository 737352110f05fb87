import { context } from '@/core/context'
import { navigation } from '@/core/pages'
import { paths } from '@/core/paths'

const links = navigation('header')

/** One line of navigation within reach of a thumb. */
export function SiteHeader() {
  const { url, viewer } = context()
  const here = url.split('?')[0] ?? ''
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
      </a>
      <nav aria-label="Main">
        <ul>
          {links.map(({ word, path }) => (
            <li key={path}>
              <a
                href={path}
                aria-current={
                  here === path
                    ? 'page'
                    : path === paths.blog && here.startsWith(`${paths.blog}/`)
                      ? 'true'
                      : undefined
                }
              >
                {word}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <p className="who">
        {viewer ? (
          <>
            {viewer.unread > 0 && (
              <>
                <a className="unread" href={paths.inbox}>
                  {viewer.unread === 100 ? '99+' : viewer.unread} new
                </a>{' '}
              </>
            )}
            <a href={paths.user(viewer.handle)}>{viewer.handle}</a>
          </>
        ) : (
          <a href={paths.signIn()}>sign in</a>
        )}
      </p>
    </header>
  )
}
