/** Returns all matching elements as an array. */
export const all = <E extends Element = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): E[] => [...within.querySelectorAll<E>(selector)]

/** Creates an element with properties and children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

/** The live region: an open dialog has its own, because everything outside of it is silent. */
function liveRegion(): Element | null {
  const dialog = document.querySelector('dialog[open]')
  if (!dialog) return document.getElementById('said')
  const here = dialog.querySelector('.said')
  if (here) return here
  const made = make('p', { className: 'said sr-only', role: 'status' })
  dialog.append(made)
  return made
}

/** Announces a text to screen readers once, without moving the focus. */
export function announce(text: string): void {
  const said = liveRegion()
  if (!said) return
  said.textContent = ''
  // A live region announces only changes; the same text twice would not be one.
  setTimeout(() => {
    said.textContent = text
  }, 50)
}

/**
 * Shows one line with a result below an element, replacing the previous one.
 * @param text an empty one removes the line
 */
export function say(place: Element, text: string, className?: 'vote-error' | 'vote-kept'): void {
  const before = place.nextElementSibling
  if (before?.matches('.vote-error, .vote-kept')) before.remove()
  if (!text) return
  const line = make('p', { className })
  if (className === 'vote-error') line.setAttribute('role', 'alert')
  place.after(line)
  line.textContent = text
}

/** Runs when a page is restored from the bfcache. */
export const onReturn = (run: () => void): void =>
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) run()
  })

/** Runs when a form is submitted, after all handlers that may cancel it. */
export const onSubmit = (run: (form: HTMLFormElement, event: SubmitEvent) => void): void =>
  addEventListener('submit', (event) => {
    if (!event.defaultPrevented) run(event.target as HTMLFormElement, event)
  })

/** True if the target accepts text, so keys are not shortcuts. */
export const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))

/** Starts each part once the page is visible; a failing one does not stop the others. */
export function startAll(parts: readonly (() => void)[]): void {
  // A prerendered page would read stored data too early.
  if ('prerendering' in document && document.prerendering) {
    document.addEventListener('prerenderingchange', () => startAll(parts), { once: true })
    return
  }
  for (const start of parts) {
    try {
      start()
    } catch (error) {
      console.error(error)
    }
  }
}

/**
 * Has what the page arrived with said, such as a refusal or the number of results: screen readers say what changes in a
 * live region, and not what it holds from the beginning. An alert is said when it is put in, a status when its words are.
 */
export function startArrived(): void {
  for (const region of all('main :is([role=status], [role=alert])'))
    setTimeout(() => {
      if (region.contains(document.activeElement)) return
      if (region.matches('[role=alert]')) region.parentElement?.insertBefore(region, region.nextSibling)
      else region.append(...region.childNodes)
    }, 1_000)
}
