import type { ReactNode } from 'react'
import { context } from '@/core/context'

/** A row of a list with a form that removes it. */
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
        <input type="hidden" name={name} value={value} /> <span>{children}</span>{' '}
        <button type="submit">{verb}</button>
      </form>
    </li>
  )
}
