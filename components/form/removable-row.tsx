import type { ReactNode } from 'react'
import { context } from '@/core/context'

/** One line of a list of things that can each be taken away, by a form of its own. */
export function RemovableRow({
  action,
  verb,
  name = 'id',
  value,
  children,
}: {
  action: string
  verb: string
  name?: string
  value: string | number
  children: ReactNode
}) {
  return (
    <li>
      <form method="post" action={action} className="row">
        <input type="hidden" name="back" value={context().url.split('?')[0]} />
        <input type="hidden" name={name} value={value} />
        <span>{children}</span>
        <button type="submit">{verb}</button>
      </form>
    </li>
  )
}
