import { call } from '../ui/api'
import { all, announce, make } from '../ui/dom'

/** Milliseconds without a key after which a preview that is open follows. */
const REST = 700

function offer(area: HTMLTextAreaElement, box: HTMLElement): void {
  const button = make('button', { type: 'button', className: 'preview-button' }, 'Preview')
  let asked = 0
  let isOpen = false
  const draw = async (): Promise<string> => {
    const turn = ++asked
    const reply = area.value.trim()
      ? await call<{ html: string }>('POST', 'preview', { body: { text: area.value } })
      : ({ ok: false, detail: 'Write something to preview.' } as const)
    if (turn !== asked) return ''
    // Safe: comes from the site's own sanitiser.
    if (reply.ok) box.innerHTML = reply.value.html
    else box.textContent = reply.detail
    return reply.ok ? 'The preview is below.' : reply.detail
  }
  button.addEventListener('click', async () => {
    isOpen = true
    box.hidden = false
    box.setAttribute('aria-busy', 'true')
    const said = await draw()
    box.removeAttribute('aria-busy')
    if (said) announce(said)
  })
  let rest: ReturnType<typeof setTimeout> | undefined
  area.addEventListener('input', () => {
    clearTimeout(rest)
    if (isOpen) rest = setTimeout(draw, REST)
  })
  box.before(button)
}

/** Shows a preview of Markdown, which follows what is typed once it was asked for. */
export function startPreview(): void {
  for (const area of all<HTMLTextAreaElement>('textarea[data-preview-source]')) {
    const box = area.form?.querySelector<HTMLElement>('[data-preview]')
    if (box) offer(area, box)
  }
}
