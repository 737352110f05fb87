import { call } from '../ui/api'
import { announce, make } from '../ui/dom'

/** Milliseconds without a key after which the preview follows. */
const REST = 700

/** What looks different from how it is typed. */
const marked = /[*_`>[@~]|#\d|https?:|^\s*(?:[-+]|\d+[.)])\s|\n/m

type Shown = {
  box: HTMLElement
  text: string
  timer: ReturnType<typeof setTimeout> | undefined
  asked: boolean
}
const shown = new WeakMap<HTMLTextAreaElement, Shown>()

function boxOf(area: HTMLTextAreaElement): Shown {
  const before = shown.get(area)
  if (before) return before
  // The server's own answer to the button is there without scripts, and is replaced.
  const box = area.form?.querySelector<HTMLElement>('.preview') ?? make('section', { className: 'preview' })
  box.setAttribute('aria-label', 'Preview')
  if (!box.isConnected) area.form?.querySelector('.buttons')?.before(box)
  const made: Shown = { box, text: '', timer: undefined, asked: box.childElementCount > 0 }
  shown.set(area, made)
  return made
}

async function draw(area: HTMLTextAreaElement, isAsked: boolean): Promise<void> {
  const one = boxOf(area)
  const text = area.value
  if (!text.trim() || text === one.text) {
    if (!text.trim()) one.box.replaceChildren()
    if (isAsked) announce(text.trim() ? 'The preview is below the field.' : 'Write something to preview.')
    return
  }
  one.text = text
  const reply = await call<{ html: string }>('POST', 'preview', { body: { text } })
  if (one.text !== text) return
  if (reply.ok) {
    const prose = make('div', { className: 'prose', dir: 'auto' })
    // Safe: comes from the site's own sanitiser.
    prose.innerHTML = reply.value.html
    one.box.replaceChildren(make('p', { className: 'label' }, 'Preview'), prose)
  } else one.text = ''
  if (isAsked) announce(reply.ok ? 'The preview is below the field.' : reply.detail)
}

/** Draws the preview of a field soon, if it needs one. */
function follow(target: EventTarget | null): void {
  if (!(target instanceof HTMLTextAreaElement) || !target.form?.querySelector('.preview-button')) return
  const one = boxOf(target)
  clearTimeout(one.timer)
  if (!one.asked && !marked.test(target.value)) one.box.replaceChildren()
  else one.timer = setTimeout(() => void draw(target, false), REST)
}

/** Shows a comment as it will be, while it is typed: once it holds something that looks different, or by its button. */
export function startLivePreview(): void {
  document.addEventListener('input', ({ target }) => follow(target))
  // It may hold something already: a paste, or a draft.
  follow(document.activeElement)
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('.preview-button')
    const area = button?.form?.querySelector<HTMLTextAreaElement>('textarea[name=body]')
    if (!area) return
    event.preventDefault()
    boxOf(area).asked = true
    void draw(area, true)
  })
}
