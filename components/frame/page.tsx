import type { ReactNode } from 'react'
import { context } from '@/core/context'
import { readOnly, readOnlySentence, readOnlyTag } from '@/core/read-only'
import { Notice } from './notice'

/** The body of a page: the result of a form first, then the content. */
export function Page({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  const isReadOnly = readOnly() !== null
  if (isReadOnly) context().tags.add(readOnlyTag)
  return (
    <main id="content" className={wide ? 'page page-wide' : 'page'} tabIndex={-1}>
      {isReadOnly && (
        <p className="notice" role="status">
          {readOnlySentence}
        </p>
      )}
      <Notice form={context().form} />
      {children}
    </main>
  )
}
