import { all, announce, make } from './dom'

/** Adds a copy button to every code block. */
export function startCopy(): void {
  if (!navigator.clipboard) return
  for (const pre of all('pre.code')) {
    const button = make('button', { type: 'button', className: 'copy', textContent: 'Copy' })
    button.addEventListener('click', async () => {
      const done = await navigator.clipboard.writeText(`${pre.textContent?.trimEnd()}\n`).then(
        () => true,
        () => false,
      )
      button.textContent = done ? 'Copied' : 'Not copied'
      announce(button.textContent)
      setTimeout(() => {
        button.textContent = 'Copy'
      }, 2_000)
    })
    pre.before(button)
  }
}
