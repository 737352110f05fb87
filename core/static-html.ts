import { randomBytes } from 'node:crypto'
import type { ReactNode } from 'react'
import { context } from './context'
import { processWide } from './process-wide'

type Draw = (node: ReactNode) => string
const registry = processWide('static-html', (): { draw: Draw | null } => ({ draw: null }))

/** Says what draws parts of pages: React's own renderer to HTML, which Next keeps from what it bundles. */
export function renderPartsWith(draw: Draw): void {
  registry.draw = draw
}

/**
 * Draws a part of the page at once and keeps it beside the page, which costs a fraction of what the framework takes
 * for the same: that makes a tree of it, writes the tree down, reads it and makes HTML of that.
 * @param node made of plain components only: neither async nor with hooks
 * @returns the text that stands for it in the page until `fillIn`; null where nothing draws parts, as while developing
 */
export function staticPart(node: ReactNode): string | null {
  if (!registry.draw) return null
  const { parts } = context()
  // Nobody can write it beforehand, so nothing that people wrote is ever taken for a part.
  const mark = `part-${randomBytes(16).toString('hex')}`
  parts.set(mark, registry.draw(node))
  return mark
}

/** Puts what was drawn where it belongs. @param html a page @param parts what its context holds */
export function fillIn(html: string, parts: ReadonlyMap<string, string>): string {
  let out = html
  // A part within a part was drawn, and kept, before the one that holds its mark.
  for (const [mark, part] of [...parts].reverse()) out = out.replace(mark, () => part)
  return out
}
