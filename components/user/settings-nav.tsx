import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { spaced } from '../parts/spaced'

const pages = [
  [paths.settings, 'Account'],
  [paths.access, 'Access'],
  [paths.settingsReading, 'Reading'],
  [paths.settingsTelling, 'Notifications'],
  [paths.settingsStanding, 'Standing'],
  [paths.settingsLeaving, 'Export and leave'],
] as const

/** Links to the pages of the settings. */
export function SettingsNav() {
  const here = context().url.split('?')[0]
  return (
    <nav aria-label="Settings" className="parts">
      {spaced(
        pages.map(([path, label]) => (
          <a key={path} href={path} aria-current={here === path ? 'page' : undefined}>
            {label}
          </a>
        )),
      )}
    </nav>
  )
}
