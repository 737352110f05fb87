import { all, make } from '../ui/dom'
import { quoted } from './mention'

const SOURCE = '.comment > .prose, .bemoaning, .details, .remedy .prose'

/** The text that is selected, and the form that would quote it; null unless it is inside one text. */
function selected(): { text: string; source: Element; form: HTMLFormElement } | null {
  const selection = getSelection()
  const text = selection?.toString().trim()
  if (!selection || !text || selection.rangeCount === 0) return null
  const { commonAncestorContainer: inside } = selection.getRangeAt(0)
  const source = (inside instanceof Element ? inside : inside.parentElement)?.closest(SOURCE)
  const comment = source?.closest('.comment')
  const form = (comment ?? document).querySelector<HTMLFormElement>(
    comment ? ':scope > .answer form' : '.comments > .comment-form',
  )
  return source && form ? { text, source, form } : null
}

function quote(text: string, form: HTMLFormElement): void {
  const folded = form.closest('details')
  if (folded) folded.open = true
  const area = form.querySelector('textarea')
  if (!area) return
  const before = area.value.trim()
  area.value = `${before ? `${before}\n\n` : ''}${quoted(text)}`
  area.dispatchEvent(new Event('input', { bubbles: true }))
  area.focus()
  area.setSelectionRange(area.value.length, area.value.length)
}

/** Offers to quote selected text in a reply, by a button below that text. */
export function startQuotes(): void {
  const button = make('button', { type: 'button', className: 'link quote' }, 'Quote')
  let chosen: ReturnType<typeof selected> = null
  const offer = () => {
    const now = selected()
    if (!now) {
      // A press of the button may end the selection before it is heard.
      if (document.activeElement !== button) button.remove()
      return
    }
    chosen = now
    const place = now.source.closest('.comment')?.querySelector('.comment-actions') ?? all('.entry .links')[0]
    if (place && button.parentElement !== place) place.append(button)
  }
  button.addEventListener('pointerdown', (event) => event.preventDefault())
  button.addEventListener('click', () => {
    if (chosen) quote(chosen.text, chosen.form)
    button.remove()
  })
  let rest: ReturnType<typeof setTimeout> | undefined
  document.addEventListener('selectionchange', () => {
    clearTimeout(rest)
    rest = setTimeout(offer, 150)
  })
  offer()
}
