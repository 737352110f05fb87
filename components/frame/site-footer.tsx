import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { SignOut } from './sign-out'

const themes = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const

const links = [
  [paths.tags, 'tags'],
  [paths.search(), 'search'],
  [paths.about, 'about'],
  [paths.rules, 'rules'],
  [paths.privacy, 'privacy'],
  [paths.developers, 'developers'],
  [paths.log, 'log'],
  [paths.state(), 'state'],
  [paths.randomart(), 'randomart'],
] as const

/** The way to everything else, and the colour scheme. */
export function SiteFooter() {
  const { theme, url, viewer } = context()
  return (
    <footer className="site-footer">
      <nav aria-label="More">
        <ul>
          {links.map(([path, word]) => (
            <li key={path}>
              <a href={path}>{word}</a>
            </li>
          ))}
          {viewer && (
            <>
              <li>
                <a href={paths.jury}>jury</a>
              </li>
              <li>
                <a href={paths.following}>following</a>
              </li>
              <li>
                <a href={paths.inbox}>inbox</a>
              </li>
              {viewer.role !== 'user' && (
                <li>
                  <a href={paths.cases()}>cases</a>
                </li>
              )}
              <li>
                <a href={paths.saved}>saved</a>
              </li>
              <li>
                <a href={paths.settings}>settings</a>
              </li>
              <li>
                <SignOut />
              </li>
            </>
          )}
        </ul>
      </nav>
      <form method="post" action="/theme" className="themes" aria-label="Colours">
        <input type="hidden" name="back" value={url} />
        {themes.map(([value, label]) => (
          <button type="submit" key={value} name="theme" value={value} aria-pressed={theme === value}>
            {label}
          </button>
        ))}
      </form>
      <p className="quiet keyboard-hint">
        Press <kbd>?</kbd> for the keys.
      </p>
    </footer>
  )
}
