import { clustersOf } from '@/text/graphemes'
import { all, announce } from './dom'

/** Remaining characters from which the count is shown. */
const NEAR = 80
/** Remaining characters from which a screen reader announces it, after a pause in typing. */
const VERY_NEAR = 20
const REST = 1_000

/** Count from which the exact number no longer matters. */
const MOST = 10_000
// Not imported from text/text.ts, which includes its tables of look-alike letters; a test compares the two.
const INVISIBLE = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]*$/u

/** Returns the number of characters without invisible ones at the ends, as the server counts them. */
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

/** Compares a text with its limits; null if there is nothing to show. */
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
  // An output element would announce every change, and so every key.
  output.setAttribute('aria-live', 'off')
  output.textContent = now?.words ?? ''
  output.classList.toggle('over', now?.over ?? false)
  if (now?.near && area === document.activeElement) resting = setTimeout(announce, REST, now.words)
}

/** Shows the remaining characters near the limit of a field. */
export function startCount(): void {
  document.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLTextAreaElement && target.dataset.max) show(target)
  })
  for (const area of all<HTMLTextAreaElement>('textarea[data-max]')) if (area.value) show(area)
}
