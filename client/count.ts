import { clustersOf } from '@/lib/graphemes'
import { all, announce, make } from './dom'

/** From here on the page says how much is left. */
const NEAR = 80
/** From here on a screen reader hears it, too, once the keys rest. */
const VERY_NEAR = 20
const REST = 1_000

/** From here on the exact number no longer matters. */
const MOST = 10_000
// lib/text.ts would bring its tables of look-alike letters along; a test holds the two against each other.
const INVISIBLE = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]*$/u

/** How many characters a text has, without the invisible ones around it, that is as the server counts. */
export function countVisible(text: string, most = MOST): number {
  let count = 0
  let invisible = 0
  for (const cluster of clustersOf(text)) {
    if (INVISIBLE.test(cluster)) invisible += count > 0 ? 1 : 0
    else {
      count += invisible + 1
      invisible = 0
    }
    if (count > most) break
  }
  return count
}

export type Standing = { shown: string; words: string; over: boolean; near: boolean }

/** Where a text stands with its limits, as the server counts; null while there is nothing to say. */
export function standing(text: string, min: number, max: number): Standing | null {
  const count = countVisible(text, max + MOST)
  const left = max - count
  if (left < 0) return { shown: `−${-left}`, words: `${-left} too many`, over: true, near: true }
  if (count > 0 && count < min) {
    const words = `${min - count} more`
    return { shown: words, words, over: false, near: false }
  }
  if (left >= NEAR) return null
  return { shown: String(left), words: `${left} left`, over: false, near: left <= VERY_NEAR }
}

const outputOf = (area: HTMLElement): HTMLOutputElement | null =>
  area.closest('.field')?.querySelector('output[data-countdown]') ??
  (area.id ? document.querySelector(`output[data-countdown][for~="${area.id}"]`) : null)

const resting = new WeakMap<HTMLElement, ReturnType<typeof setTimeout>>()

function show(area: HTMLTextAreaElement, spoken: boolean): void {
  const output = outputOf(area)
  if (!output) return
  const now = standing(area.value, Number(area.dataset.min ?? 0), Number(area.dataset.max))
  // An output speaks at each change, which would be each key.
  output.setAttribute('aria-live', 'off')
  output.classList.toggle('over', now?.over ?? false)
  if (now && now.shown !== now.words) {
    const number = make('span', {}, now.shown)
    number.setAttribute('aria-hidden', 'true')
    output.replaceChildren(number, make('span', { className: 'sr-only' }, now.words))
  } else output.textContent = now?.words ?? ''
  clearTimeout(resting.get(area))
  if (spoken && now?.near)
    resting.set(
      area,
      setTimeout(() => announce(now.words), REST),
    )
}

/** Counts down near the end of what a field takes. */
export function startCount(): void {
  document.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLTextAreaElement && target.dataset.max) show(target, true)
  })
  for (const area of all<HTMLTextAreaElement>('textarea[data-max]')) if (area.value) show(area, false)
}
