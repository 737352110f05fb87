import { context } from '@/core/context'
import { navigation } from '@/core/pages'
import { paths } from '@/core/paths'
import { spaced } from '../parts/spaced'

const themes = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const

const links = navigation('footer')

/** Links to the pages about the site, and the colour scheme. */
export function SiteFooter() {
  const { theme, url } = context()
  return (
    <footer className="site-footer">
      <nav aria-label="More">
        <ul>
          {links.map(({ path, word }) => (
            <li key={path}>
              <a href={path}>{word}</a>
            </li>
          ))}
        </ul>
      </nav>
      <form method="post" action={paths.theme} className="themes" aria-label="Colours">
        <input type="hidden" name="back" value={url} />
        {spaced(
          themes.map(([value, label]) => (
            <button type="submit" key={value} name="theme" value={value} aria-pressed={theme === value}>
              {label}
            </button>
          )),
        )}
      </form>
      <p className="quiet keyboard-hint" />
    </footer>
  )
}
