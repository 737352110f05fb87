import { addresses } from '@/core/addresses'
import { call } from '../ui/api'
import { all, announce, make } from '../ui/dom'
import { type Begun, begunIn, offered } from './mention'

const REST = 150

/** The list of handles; there is one at a time. */
type Open = { area: HTMLTextAreaElement; list: HTMLElement; begun: Begun; handles: string[]; at: number }
let open: Open | null = null
let turn = 0
let rest: ReturnType<typeof setTimeout> | undefined

/** Handles of those who wrote on this page. */
const near = (): string[] =>
  all<HTMLAnchorElement>(`.byline a[href^="${addresses.user('')}"]`).map(
    ({ textContent }) => textContent ?? '',
  )

function close(): void {
  turn += 1
  clearTimeout(rest)
  if (!open) return
  for (const name of ['aria-controls', 'aria-activedescendant']) open.area.removeAttribute(name)
  open.list.remove()
  open = null
}

function choose(handle: string): void {
  if (!open) return
  const { area, begun } = open
  close()
  area.setRangeText(`@${handle} `, begun.at, area.selectionEnd, 'end')
  area.dispatchEvent(new Event('input', { bubbles: true }))
  area.focus()
}

/** Marks the option that Enter takes. */
function point(at: number): void {
  if (!open) return
  open.at = (at + open.handles.length) % open.handles.length
  for (const [index, option] of [...open.list.children].entries())
    option.setAttribute('aria-selected', String(index === open.at))
  open.area.setAttribute('aria-activedescendant', `handle-${open.at}`)
}

function show(area: HTMLTextAreaElement, begun: Begun, handles: string[]): void {
  close()
  if (handles.length === 0) return
  const list = make('ul', { id: 'handles', className: 'handles' })
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', 'Handles')
  for (const [index, handle] of handles.entries()) {
    const option = make('li', { id: `handle-${index}` }, `@${handle}`)
    option.setAttribute('role', 'option')
    // The field keeps the focus.
    option.addEventListener('pointerdown', (event) => {
      event.preventDefault()
      choose(handle)
    })
    list.append(option)
  }
  area.after(list)
  area.setAttribute('aria-autocomplete', 'list')
  area.setAttribute('aria-controls', list.id)
  open = { area, list, begun, handles, at: 0 }
  point(0)
  const count = handles.length === 1 ? '1 handle' : `${handles.length} handles`
  announce(`${count}: ${handles[0]}. Arrow keys choose, Enter takes it, Escape closes the list.`)
}

function update(area: HTMLTextAreaElement): void {
  const begun =
    area.selectionStart === area.selectionEnd ? begunIn(area.value.slice(0, area.selectionEnd)) : null
  if (!begun) {
    close()
    return
  }
  turn += 1
  const asked = turn
  clearTimeout(rest)
  rest = setTimeout(async () => {
    const reply = await call<{ items: { handle: string }[] }>('GET', `users?starts=${begun.starts}`)
    if (asked !== turn || document.activeElement !== area) return
    const others = reply.ok ? reply.value.items.map(({ handle }) => handle) : []
    show(area, begun, offered(begun.starts, near(), others))
  }, REST)
}

function press(event: KeyboardEvent): void {
  if (!open || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  const { key } = event
  if (key === 'ArrowDown') point(open.at + 1)
  else if (key === 'ArrowUp') point(open.at - 1)
  else if (key === 'Enter' || key === 'Tab') choose(open.handles[open.at] ?? '')
  else if (key === 'Escape') close()
  else return
  event.preventDefault()
}

const isText = (target: EventTarget | null): target is HTMLTextAreaElement =>
  target instanceof HTMLTextAreaElement && target.name === 'body'

/** Completes handles after an `@`: a list below the field, for keys, pointers and screen readers. */
export function startCompletion(): void {
  document.addEventListener('input', ({ target }) => {
    if (isText(target)) update(target)
  })
  document.addEventListener('keydown', press)
  document.addEventListener('focusout', ({ target }) => {
    if (target === open?.area) close()
  })
}
