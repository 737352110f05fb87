import { all, announce, onReturn, onSubmit } from './dom'
import { keepForBrowser, recallForBrowser } from './store'

const KEY = 'theme'

function wear(theme: string): void {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset.theme
  else dataset.theme = theme
  for (const button of all<HTMLButtonElement>('form.themes button[name=theme]')) {
    button.setAttribute('aria-pressed', String(button.value === theme))
  }
}

async function choose(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  wear(button.value)
  keepForBrowser(KEY, button.value)
  const data = new URLSearchParams({ [button.name]: button.value })
  // The response redirects to this page; only its cookie matters.
  try {
    await fetch(form.action, {
      method: 'POST',
      body: data,
      credentials: 'same-origin',
      redirect: 'manual',
      keepalive: true,
    })
  } catch {
    announce('You’re offline, so this changes only this page.')
  }
}

/** Changes the colour scheme at once, and saves it by the form's own cookie. */
export function startTheme(): void {
  onSubmit((form, event) => {
    const button = event.submitter
    if (!form.matches('form.themes') || !(button instanceof HTMLButtonElement)) return
    event.preventDefault()
    void choose(form, button)
  })
  // A page from the bfcache still has the old scheme.
  onReturn(() => {
    const theme = recallForBrowser(KEY)
    if (theme) wear(theme)
  })
}
