import { isPressed } from './ballots'
import { all, announce } from './dom'
import { keep, recall } from './store'

const KEY = 'theme'

function wear(theme: string): void {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset.theme
  else dataset.theme = theme
  for (const button of all<HTMLButtonElement>('form.themes button[name=theme]')) {
    const pressed = String(button.value === theme)
    if (String(isPressed(button)) !== pressed) button.setAttribute('aria-pressed', pressed)
  }
}

async function choose(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  wear(button.value)
  keep(KEY, button.value)
  const data = new URLSearchParams({ [button.name]: button.value })
  // The answer leads back to this page; it only matters that it sets the cookie.
  await fetch(form.action, { method: 'POST', body: data, credentials: 'same-origin', redirect: 'manual' })
    .then(({ type, ok }) => type === 'opaqueredirect' || ok)
    .catch(() => false)
    .then((kept) => kept || announce('This page only: the site could not be reached.'))
}

/** Changes the colours at once, and keeps them by the form's own cookie. */
export function startTheme(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    const button = event.submitter
    if (!form.matches('form.themes') || !(button instanceof HTMLButtonElement)) return
    event.preventDefault()
    void choose(form, button)
  })
  const follow = () => {
    const theme = recall<string>(KEY)
    if (theme !== null) wear(theme)
  }
  // Other tabs, and pages that come back from memory, follow.
  addEventListener('storage', ({ key }) => {
    if (key === KEY) follow()
  })
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) follow()
  })
}
