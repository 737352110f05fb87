import { call } from '../ui/api'
import { all, announce, make } from '../ui/dom'

function offer(area: HTMLTextAreaElement, box: HTMLElement): void {
  const button = make('button', { type: 'button', className: 'preview-button' }, 'Preview')
  let asked = 0
  button.addEventListener('click', async () => {
    const turn = ++asked
    box.hidden = false
    box.setAttribute('aria-busy', 'true')
    const reply = area.value.trim()
      ? await call<{ html: string }>('POST', 'preview', { body: { text: area.value } })
      : ({ ok: false, detail: 'Write something to preview.' } as const)
    if (turn !== asked) return
    box.removeAttribute('aria-busy')
    // Safe: comes from the site's own sanitiser.
    if (reply.ok) box.innerHTML = reply.value.html
    else box.textContent = reply.detail
    announce(reply.ok ? 'The preview is below.' : reply.detail)
  })
  box.before(button)
}

/** Shows a preview of Markdown. */
export function startPreview(): void {
  for (const area of all<HTMLTextAreaElement>('textarea[data-preview-source]')) {
    const box = area.form?.querySelector<HTMLElement>('[data-preview]')
    if (box) offer(area, box)
  }
}
