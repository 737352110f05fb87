import { isWriting } from './ui/dom'

/** Returns the element for a key: y publishes, n opens the reasons, 1 to 9 choose one, s skips, u undoes. */
const keyed = (key: string): HTMLElement | null =>
  /^[ynsu1-9]$/.test(key) ? document.querySelector<HTMLElement>(`[data-jury="${key}"]`) : null

function press(event: KeyboardEvent): void {
  const { key, target } = event
  if (document.documentElement.dataset.keys === 'off') return
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  // Ignores keys in text fields, but not on a radio button.
  const onRadio = target instanceof HTMLInputElement && target.type === 'radio'
  if (event.repeat || (isWriting(target) && !onRadio)) return
  if (document.querySelector('dialog[open]')) return
  const found = keyed(key)
  if (!found) return
  const reasons = document.querySelector<HTMLDetailsElement>('.jury-reject')
  if (found instanceof HTMLInputElement && !reasons?.open) return
  event.preventDefault()
  found.click()
  if (found instanceof HTMLInputElement) found.focus()
  if (key === 'n' && reasons?.open) reasons.querySelector<HTMLInputElement>('input[type=radio]')?.focus()
}

/** Keyboard shortcuts for verdicts, unless the user turned shortcuts off. */
export function startJury(): void {
  document.addEventListener('keydown', press)
}
