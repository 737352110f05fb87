import { ago } from '@/core/time'

/** A moment as people say it; the exact one in the markup, for the script to keep it current. */
export function Ago({ date }: { date: Date }) {
  return <time dateTime={date.toISOString()}>{ago(date)}</time>
}
