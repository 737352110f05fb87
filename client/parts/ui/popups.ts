/** The popup that is open: search, or the viewer's menu. Only one can be. */
const opened = () => document.querySelector<HTMLDetailsElement>('.popup[open]')

/** Unfolds the search in the header and moves the focus into it. */
export function openSearch(): void {
  const popup = document.querySelector<HTMLDetailsElement>('#find')
  if (popup) popup.open = true
  popup?.querySelector('input')?.focus()
}

/** Makes the popups of the header close by Escape and by a click elsewhere. Without scripts a second click does. */
export function startPopups(): void {
  document.addEventListener('click', ({ target }) => {
    const popup = opened()
    if (popup && !popup.contains(target as Node)) popup.open = false
  })
  document.addEventListener('keydown', ({ key }) => {
    const popup = key === 'Escape' && opened()
    if (!popup) return
    popup.open = false
    popup.querySelector('summary')?.focus()
  })
  document.querySelector('#find')?.addEventListener('toggle', () => {
    if (opened()?.id === 'find') openSearch()
  })
}
