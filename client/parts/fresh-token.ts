import { announce, make } from './ui/dom'

/** Adds a button that copies what the settings show only once, and selects the token in its field for who copies by hand. */
export function startFreshToken(): void {
  const place = document.querySelector('.fresh-token')
  const field = place?.querySelector('input')
  field?.addEventListener('focus', () => field.select())
  const text = field?.value ?? place?.querySelector('pre')?.textContent?.trim()
  if (!place || !text) return
  place.scrollIntoView({ block: 'nearest' })
  if (!navigator.clipboard) return
  const button = make('button', { type: 'button', textContent: 'Copy' })
  button.addEventListener('click', async () => {
    const done = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    button.textContent = done ? 'Copied' : 'Not copied'
    announce(button.textContent)
  })
  place.append(make('p', { className: 'buttons' }, button))
}
