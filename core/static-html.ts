import { randomBytes } from 'node:crypto'
import type { ReactNode } from 'react'
import { context } from './context'
import { processWide } from './process-wide'

type Draw = (node: ReactNode) => string
const registry = processWide('static-html', (): { draw: Draw | null } => ({ draw: null }))

/** Sets the renderer for parts of pages: React's own HTML renderer, which Next does not allow in its bundle. */
export function renderPartsWith(draw: Draw): void {
  registry.draw = draw
}

/**
 * Renders a part of the page at once and stores it outside the page. This costs a fraction of rendering it in Next,
 * which builds a tree, serialises it, parses it and turns it into HTML.
 * @param node plain components only: neither async nor with hooks
 * @returns the placeholder for `fillIn`; null without a renderer, as in development
 */
export function staticPart(node: ReactNode): string | null {
  if (!registry.draw) return null
  const { parts } = context()
  // Random, so user text can never be mistaken for a placeholder.
  const mark = `part-${randomBytes(16).toString('hex')}`
  parts.set(mark, registry.draw(node))
  return mark
}

/** Replaces the placeholders by their parts. @param html a page @param parts from its context */
export function fillIn(html: string, parts: ReadonlyMap<string, string>): string {
  let out = html
  // A nested part was rendered, and stored, before the one that contains its placeholder.
  for (const [mark, part] of [...parts].reverse()) out = out.replace(mark, () => part)
  return out
}
