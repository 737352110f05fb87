import { ago } from '@/core/time'
import { all } from './dom'

const EVERY = 30_000

/** True for a relative time; a written-out date stays as it is. */
export const isDistance = (text: string): boolean => /(?: ago|^just now)$/.test(text.trim())

function refresh(): void {
  if (document.visibilityState !== 'visible') return
  for (const time of all<HTMLTimeElement>('time[datetime]')) {
    const date = new Date(time.dateTime)
    const shown = time.textContent ?? ''
    if (!isDistance(shown) || Number.isNaN(date.getTime())) continue
    const text = ago(date)
    if (text !== shown) time.textContent = text
  }
}

/** Keeps relative times current while the page is visible. */
export function startTimes(): void {
  setInterval(refresh, EVERY)
  document.addEventListener('visibilitychange', refresh)
}
