/** Every element that matches, as an array. */
export const all = <E extends Element = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): E[] => [...within.querySelectorAll<E>(selector)]

/** A new element with some properties and children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

/** Lets a screen reader say something once, without moving anything. */
export function announce(text: string): void {
  const said = document.getElementById('said')
  if (!said) return
  said.textContent = ''
  // A live region speaks of changes; the same words twice would be none.
  setTimeout(() => {
    said.textContent = text
  }, 50)
}

/**
 * One line under an element that says what became of it, in place of the line before.
 * @param text what it says; an empty one takes the line away
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

/** Runs when a page comes back from memory, where its scripts went on sleeping. */
export const onReturn = (run: () => void): void =>
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) run()
  })

/** Hears of forms being sent, after whatever else may stop them. */
export const onSubmit = (run: (form: HTMLFormElement, event: SubmitEvent) => void): void =>
  addEventListener('submit', (event) => {
    if (!event.defaultPrevented) run(event.target as HTMLFormElement, event)
  })

/** Whether somebody is writing there, so that letters are letters. */
export const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))

/** Runs each part by itself, once the page is looked at: one that fails does not stop the others. */
export function startAll(parts: readonly (() => void)[]): void {
  // A page that the browser made in advance would read what was kept too early.
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
