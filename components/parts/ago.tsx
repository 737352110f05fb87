import { ago } from '@/core/time'
import { Time } from './time'

/**
 * A relative time. The markup contains the exact one, so that the script can keep it current.
 * @param linked true inside a link, which gets the focus itself
 */
export const Ago = ({ date, linked = false }: { date: Date; linked?: boolean }) => (
  <Time date={date} linked={linked}>
    {ago(date)}
  </Time>
)
