import { all, onReturn, onSubmit } from './dom'

const LOCKED = 5_000
const locked = new WeakSet<HTMLFormElement>()

function unlock(form: HTMLFormElement): void {
  locked.delete(form)
  for (const button of all('button[aria-disabled]', form)) button.removeAttribute('aria-disabled')
}

/**
 * Submits a form only once, however often its button is pressed. Started last, after all handlers that may cancel a
 * submit.
 */
export function startOnce(): void {
  onSubmit((form, event) => {
    if (form.method !== 'post') return
    if (locked.has(form)) return event.preventDefault()
    locked.add(form)
    // Not `disabled`: a disabled button would be neither submitted nor keep the focus.
    event.submitter?.setAttribute('aria-disabled', 'true')
    setTimeout(() => unlock(form), LOCKED)
  })
  onReturn(() => {
    for (const form of document.forms) unlock(form)
  })
}
