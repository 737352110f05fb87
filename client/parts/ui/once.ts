import { all, onReturn, onSubmit } from './dom'

const LOCKED = 5_000
const locked = new WeakSet<HTMLFormElement>()

function unlock(form: HTMLFormElement): void {
  locked.delete(form)
  for (const button of all('button[aria-disabled]', form)) button.removeAttribute('aria-disabled')
}

/** Sends a form once, however often its button is pressed. Started last: what stops a form comes before. */
export function startOnce(): void {
  onSubmit((form, event) => {
    if (form.method !== 'post') return
    if (locked.has(form)) return event.preventDefault()
    locked.add(form)
    // Not `disabled`: a disabled button would neither be sent nor keep the focus.
    event.submitter?.setAttribute('aria-disabled', 'true')
    setTimeout(() => unlock(form), LOCKED)
  })
  onReturn(() => {
    for (const form of document.forms) unlock(form)
  })
}
