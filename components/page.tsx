import type { ReactNode } from 'react'
import { context } from '@/lib/context'
import { Notice } from './notice'

/** The body of a page: what came of a form first, then the content. */
export function Page({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  return (
    <main id="content" className={wide ? 'page page-wide' : 'page'} tabIndex={-1}>
      <Notice form={context().form} />
      {children}
    </main>
  )
}
