import { all, announce, onReturn, onSubmit } from './dom'
import { keepForBrowser, recallForBrowser } from './store'

/** What can be chosen in the footer, and the choice that needs no mark on the page. */
const USUAL = { theme: 'system', density: 'roomy' } as const
type Name = keyof typeof USUAL

const isName = (name: string): name is Name => Object.hasOwn(USUAL, name)

function wear(name: Name, value: string): void {
  const { dataset } = document.documentElement
  if (value === USUAL[name]) delete dataset[name]
  else dataset[name] = value
  for (const button of all<HTMLButtonElement>(`form.themes button[name=${name}]`)) {
    button.setAttribute('aria-pressed', String(button.value === value))
  }
}

async function choose(form: HTMLFormElement, name: Name, value: string): Promise<void> {
  wear(name, value)
  keepForBrowser(name, value)
  // The response redirects to this page; only its cookie matters.
  try {
    await fetch(form.action, {
      method: 'POST',
      body: new URLSearchParams({ [name]: value }),
      credentials: 'same-origin',
      redirect: 'manual',
      keepalive: true,
    })
  } catch {
    announce('You’re offline, so this changes only this page.')
  }
}

/** Changes colours and density at once, and saves them by the form's own cookie. */
export function startTheme(): void {
  onSubmit((form, event) => {
    const button = event.submitter
    if (!form.matches('form.themes') || !(button instanceof HTMLButtonElement) || !isName(button.name)) return
    event.preventDefault()
    void choose(form, button.name, button.value)
  })
  // A page from the bfcache still has the old look.
  onReturn(() => {
    for (const name of Object.keys(USUAL).filter(isName)) {
      const value = recallForBrowser(name)
      if (value) wear(name, value)
    }
  })
}
