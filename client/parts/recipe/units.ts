import { all } from '../ui/dom'
import { keepForBrowser, recallForBrowser } from '../ui/store'

const name = 'units'

/** Remembers the preferred units, and switches to them if the address names none. */
export function startUnits(): void {
  for (const link of all<HTMLAnchorElement>('a[data-units]'))
    link.addEventListener('click', () => keepForBrowser(name, link.dataset.units ?? null))
  const asked = new URLSearchParams(location.search)
  if (asked.has('units')) keepForBrowser(name, asked.get('units'))
  else if (recallForBrowser(name) === 'metric') {
    asked.set('units', 'metric')
    location.replace(`${location.pathname}?${asked}${location.hash}`)
  }
}
