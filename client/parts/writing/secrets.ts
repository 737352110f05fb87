import { all, make } from '../ui/dom'
import { BLACK, describe, findLeaks, type Leak } from './leaks'

type Area = HTMLTextAreaElement

const REST = 300

function watch(form: HTMLFormElement, box: HTMLElement): void {
  const areas = all<Area>('textarea[name=body], textarea[name=details]', form)
  const find = () => findLeaks(Object.fromEntries(areas.map(({ name, value }) => [name, value])))
  /** Private findings that the author has been told about and may send anyway. */
  const seen = new Set<string>()

  const replace = ({ field, index, length }: Leak) => {
    const area = areas.find(({ name }) => name === field)
    if (!area) return
    area.setRangeText(BLACK, index, index + length, 'end')
    area.dispatchEvent(new Event('input', { bubbles: true }))
    show(find())
    const next = box.querySelector('button')
    if (next) next.focus()
    else area.focus()
  }

  const show = (leaks: readonly Leak[]) => {
    const stops = leaks.some(({ severity }) => severity === 'credential')
    box.hidden = leaks.length === 0
    if (box.hidden) return box.replaceChildren()
    const list = make('ul')
    for (const leak of leaks) {
      const button = make('button', { type: 'button' }, `Replace with ${BLACK}`)
      button.addEventListener('click', () => replace(leak))
      const whole = areas.find(({ name }) => name === leak.field)?.value ?? ''
      list.append(make('li', {}, `${describe(leak, whole)} `, button))
    }
    const what = stops
      ? 'We haven’t sent anything. Remove keys and passwords first.'
      : 'We haven’t sent anything yet. Do you want this to be public?'
    const anyway = stops ? [] : [make('p', {}, make('button', { type: 'submit' }, 'Send anyway'))]
    box.replaceChildren(make('p', {}, what), list, ...anyway)
  }

  form.addEventListener('submit', (event) => {
    const leaks = find()
    const news = leaks.filter(({ severity, text }) => severity === 'credential' || !seen.has(text))
    if (news.length === 0) return show([])
    event.preventDefault()
    for (const { text } of leaks) seen.add(text)
    show(leaks)
    box.scrollIntoView({ block: 'nearest' })
    box.querySelector('button')?.focus({ preventScroll: true })
  })

  let resting: ReturnType<typeof setTimeout>
  form.addEventListener('input', () => {
    clearTimeout(resting)
    // Checks again, as the author may have removed a secret by hand.
    if (!box.hidden) resting = setTimeout(() => show(find()), REST)
  })
}

/** Checks for keys, passwords and private addresses before a form is submitted. */
export function startSecrets(): void {
  for (const box of all('[data-secrets]')) {
    const form = box.closest('form')
    if (form) watch(form, box)
  }
}
