import type { ReactNode } from 'react'
import { staticPart } from '@/core/static-html'

/** Renders long content of plain components (neither async nor with hooks) at a fraction of the cost. */
export function StaticHtml({ children }: { children: ReactNode }) {
  return staticPart(children) ?? children
}
