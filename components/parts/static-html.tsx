import type { ReactNode } from 'react'
import { drawPart } from '@/core/static-html'

/** What is long and made of plain components only (neither async nor with hooks), drawn at a fraction of the cost. */
export function Drawn({ children }: { children: ReactNode }) {
  return drawPart(children) ?? children
}
