import { navigation } from '@/core/pages'
import { scriptPath } from '@/core/script'
import { DensityForm, ThemeForm } from './look-forms'

const links = navigation('footer')

/** Links to the pages about the site, and the colour scheme. */
export function SiteFooter() {
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
      <div className="looks">
        <ThemeForm /> <DensityForm label="Density" />
      </div>
      <p className="quiet keyboard-hint" data-help={scriptPath('h')} />
    </footer>
  )
}
