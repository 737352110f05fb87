import { context, type Look } from '@/core/context'
import { keptHtml } from '@/core/kept-html'
import { navigation } from '@/core/pages'
import { scriptPath } from '@/core/script'
import { DensityForm, ThemeForm } from './look-forms'

const links = navigation('footer')

/** The footer, drawn once for each look. */
export function SiteFooter() {
  const { url, look } = context()
  const subject = { tag: 'footer', shows: links, key: () => 'footer', variant: JSON.stringify(look) }
  return keptHtml(subject, url, (back) => <Footer look={look} back={back} />)
}

/** Links to the pages about the site, and the colour scheme. */
function Footer({ look, back }: { look: Look; back: string }) {
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
        <ThemeForm look={look} back={back} /> <DensityForm label="Density" look={look} back={back} />
      </div>
      <p className="quiet keyboard-hint" data-help={scriptPath('h')} />
    </footer>
  )
}
