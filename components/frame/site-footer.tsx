import { context } from '@/core/context'
import { navigation } from '@/core/pages'
import { paths } from '@/core/paths'
import { isModerator } from '@/core/role'
import { spaced } from '../parts/spaced'
import { SignOut } from './sign-out'

const themes = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const

const forAll = navigation('footer')
const forUsers = navigation('users')
const forStaff = navigation('users', 'staff')

/** Links to all other pages, and the colour scheme. */
export function SiteFooter() {
  const { theme, url, viewer } = context()
  const yours = isModerator(viewer) ? forStaff : viewer ? forUsers : []
  return (
    <footer className="site-footer">
      <nav aria-label="More">
        <ul>
          {[...forAll, ...yours].map(({ path, word }) => (
            <li key={path}>
              <a href={path}>{word}</a>
            </li>
          ))}
          {viewer && (
            <li>
              <SignOut />
            </li>
          )}
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
