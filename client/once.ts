import { all } from './dom'

const LOCKED = 5_000
const lockedAt = new WeakMap<HTMLFormElement, number>()

function unlock(form: HTMLFormElement): void {
  lockedAt.delete(form)
  for (const button of all('button[aria-disabled]', form)) button.removeAttribute('aria-disabled')
}

/** Sends a form once, however often its button is pressed. Started last: what stops a form comes before. */
export function startOnce(): void {
  addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    if (event.defaultPrevented || form.method !== 'post') return
    if (lockedAt.has(form)) return event.preventDefault()
    lockedAt.set(form, event.timeStamp)
    // Not `disabled`: a disabled button would neither be sent nor keep the focus.
    event.submitter?.setAttribute('aria-disabled', 'true')
    setTimeout(() => unlock(form), LOCKED)
  })
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) for (const form of document.forms) unlock(form)
  })
}
