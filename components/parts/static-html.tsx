import type { ReactNode } from 'react'
import { staticPart } from '@/core/static-html'

/** What is long and made of plain components only (neither async nor with hooks), drawn at a fraction of the cost. */
export function StaticHtml({ children }: { children: ReactNode }) {
  return staticPart(children) ?? children
}
