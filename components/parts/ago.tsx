import { ago } from '@/core/time'

/** A relative time. The markup contains the exact one, so that the script can keep it current. */
export function Ago({ date }: { date: Date }) {
  return <time dateTime={date.toISOString()}>{ago(date)}</time>
}
