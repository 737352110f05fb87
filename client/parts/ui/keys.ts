import { addresses } from '@/core/addresses'
import { type VoteKindEntry, voteKinds } from '@/core/vote-kinds'
import { all, isWriting, make } from './dom'
import { openSearch } from './popups'
import { keepForBrowser, recallForBrowser } from './store'

const kinds: readonly VoteKindEntry[] = voteKinds
const ENTRY = 'article.entry'
/** What j and k move between. */
const STOP = ':is(article.entry, [data-comment])'
/** How long `g` waits for its second key, in milliseconds. */
const PATIENCE = 1_500

/** Returns the target of j and k, clamped at both ends. @param at -1 if no entry is current */
export const nextIndex = (at: number, step: number, count: number): number =>
  Math.min(count - 1, Math.max(0, at + step))

/** The entry that shortcuts act on: the focused one, else the one marked by j and k, else the only one. */
function current(): HTMLElement | null {
  const focused = document.activeElement?.closest<HTMLElement>(STOP)
  const entries = all(ENTRY)
  return (
    focused ??
    document.querySelector<HTMLElement>(`${STOP}.current`) ??
    (entries.length === 1 ? (entries[0] ?? null) : null)
  )
}

function move(step: number, quickly: boolean): void {
  // Without folded replies.
  const entries = all(STOP).filter((entry) => !entry.closest('details:not([open])'))
  const from = current()
  const at = from
    ? nextIndex(entries.indexOf(from), step, entries.length)
    : entries.findIndex((entry) => entry.getBoundingClientRect().bottom > 0)
  const entry = entries[at]
  if (!entry) return
  const atEnd = entry === from && step > 0 && entries.length > 1
  mark(entry)
  // The link to more follows the last entry.
  const more = atEnd ? document.querySelector<HTMLElement>('a[rel=next]') : null
  const calm = quickly || matchMedia('(prefers-reduced-motion: reduce)').matches
  const target = more ?? entry
  ;(more ?? linkOf(entry))?.focus({ preventScroll: true })
  target.scrollIntoView({ block: 'nearest', behavior: calm ? 'instant' : 'smooth' })
}

function mark(entry: HTMLElement): void {
  for (const other of all(`${STOP}.current`)) {
    other.classList.remove('current')
    other.removeAttribute('aria-current')
  }
  entry.classList.add('current')
  entry.setAttribute('aria-current', 'true')
}

const linkOf = (entry: Element | null): HTMLElement | null =>
  entry?.querySelector<HTMLElement>('.bemoaning-link') ??
  entry?.querySelector<HTMLElement>('.permalink, .line-number') ??
  null

function comments(): void {
  const section = document.getElementById('comments')
  const link = current()?.querySelector<HTMLElement>('a[href$="#comments"]')
  // Reply forms are folded below their comments; the main comment field is not.
  const field = all('#comments form[data-draft] textarea').find((area) => !area.closest('details'))
  if (!section) link?.click()
  else if (field) field.focus()
  else section.scrollIntoView()
}

/** On a random bemoaning the next one may be there already, and stays in the same tag. */
function another(): void {
  const link = document.querySelector<HTMLElement>('.another')
  if (link) link.click()
  else location.assign(addresses.random)
}

function search(): void {
  const field = document.querySelector<HTMLElement>('main input[type=search]')
  if (field) field.focus()
  else openSearch()
}

let isHelpLoaded = false

/** Opens or closes the list of shortcuts. Its script (client/keys-help.ts) is loaded when it is first asked for. */
function toggleHelp(): void {
  const dialog = document.querySelector<HTMLDialogElement>('dialog.keys')
  if (dialog?.open) dialog.close()
  else if (dialog) dialog.showModal()
  else if (!isHelpLoaded) document.head.append(make('script', { src: hint()?.dataset.help }))
  isHelpLoaded = true
}

const hint = () => document.querySelector<HTMLElement>('.keyboard-hint')

const commands = new Map<string, (event: KeyboardEvent) => void>([
  ['j', ({ repeat }) => move(1, repeat)],
  ['k', ({ repeat }) => move(-1, repeat)],
  ['o', () => linkOf(current())?.click()],
  ['c', comments],
  ['gh', () => location.assign('/')],
  ['r', another],
  ['/', search],
  ['?', toggleHelp],
  ...kinds.map(
    ({ kind, key }, at) =>
      [
        key,
        () =>
          current()
            ?.querySelector<HTMLElement>(`[data-kind="${kind}"]${at === 0 ? ', .so-true button' : ''}`)
            ?.click(),
      ] as const,
  ),
])

const keysOff = (): boolean => document.documentElement.dataset.keys === 'off'

let pressedG = Number.NEGATIVE_INFINITY

function press(event: KeyboardEvent): void {
  const { key, target } = event
  if (keysOff()) return
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  if (isWriting(target)) return
  const inDialog = document.querySelector('dialog[open]') !== null
  if (inDialog && key !== '?') return
  const afterG = event.timeStamp - pressedG < PATIENCE
  pressedG = key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
  // Enter on a link or button is left to the browser.
  const onPage = target === document.body || target === document.documentElement
  const command = commands.get(afterG ? `g${key}` : key === 'Enter' && onPage ? 'o' : key)
  if (!command || (event.repeat && key !== 'j' && key !== 'k')) return
  event.preventDefault()
  command(event)
}

/** Keyboard shortcuts for frequent actions, unless the user turned them off. */
export function startKeys(): void {
  if (keysOff()) return
  // Elsewhere n has another meaning, such as on /jury.
  if (document.querySelector('[data-thread]'))
    commands.set('n', () => move(1, false)).set('p', () => move(-1, false))
  document.addEventListener('keydown', press)
  document.addEventListener('keys', (event) => switchKeys((event as CustomEvent<boolean>).detail))
  switchKeys(recallForBrowser('keys') !== 'off')
}

/** Turns the shortcuts of this browser on or off (WCAG 2.1.4), for those without an account too. */
function switchKeys(on: boolean): void {
  keepForBrowser('keys', on ? null : 'off')
  document.documentElement.dataset.keys = on ? 'on' : 'off'
  const turnOn = make('button', { type: 'button', className: 'link' }, 'Turn the keys on')
  turnOn.addEventListener('click', () => switchKeys(true))
  hint()?.replaceChildren(...(on ? ['Press ', make('kbd', {}, '?'), ' for the keys.'] : [turnOn]))
}
