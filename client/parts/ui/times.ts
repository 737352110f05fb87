import { ago } from '@/core/time'
import { all } from './dom'

const EVERY = 30_000

/** Whether a time is told as a distance; a date that is written out stays as it is. */
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

/** Keeps "3 minutes ago" true while the page is looked at. */
export function startTimes(): void {
  setInterval(refresh, EVERY)
  document.addEventListener('visibilitychange', refresh)
}
