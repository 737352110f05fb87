import { clustersOf } from '@/text/graphemes'
import { all, announce } from './dom'

/** From here on the page says how much is left. */
const NEAR = 80
/** From here on a screen reader hears it, too, once the keys rest. */
const VERY_NEAR = 20
const REST = 1_000

/** From here on the exact number no longer matters. */
const MOST = 10_000
// text/text.ts would bring its tables of look-alike letters along; a test holds the two against each other.
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

export type Length = { words: string; over: boolean; near: boolean }

/** Where a text stands with its limits; null while there is nothing to say. */
export function standing(text: string, min: number, max: number): Length | null {
  const count = countVisible(text, max + MOST)
  const left = max - count
  const over = left < 0
  if (count > 0 && count < min) return { words: `${min - count} more`, over, near: false }
  if (left >= NEAR) return null
  return { words: over ? `${-left} too many` : `${left} left`, over, near: left <= VERY_NEAR }
}

const outputOf = (area: HTMLElement): Element | null =>
  area.closest('.field')?.querySelector('[data-countdown]') ??
  document.querySelector(`[data-countdown][for="${area.id}"]`)

let resting: ReturnType<typeof setTimeout>

function show(area: HTMLTextAreaElement): void {
  const output = outputOf(area)
  const now = standing(area.value, Number(area.dataset.min ?? 0), Number(area.dataset.max))
  clearTimeout(resting)
  if (!output) return
  // An output speaks at each change, which would be each key.
  output.setAttribute('aria-live', 'off')
  output.textContent = now?.words ?? ''
  output.classList.toggle('over', now?.over ?? false)
  if (now?.near && area === document.activeElement) resting = setTimeout(announce, REST, now.words)
}

/** Counts down near the end of what a field takes. */
export function startCount(): void {
  document.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLTextAreaElement && target.dataset.max) show(target)
  })
  for (const area of all<HTMLTextAreaElement>('textarea[data-max]')) if (area.value) show(area)
}
