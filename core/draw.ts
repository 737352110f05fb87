import { randomBytes } from 'node:crypto'
import type { ReactNode } from 'react'
import { type Piece, textOf } from './html-pieces'
import { processWide } from './process-wide'

/** A part of a page: returns what it shows, for the request of the moment. Plain components only. */
export type Part = () => ReactNode

/** Attributes that depend on who reads the page; those without a value are left out. */
export type PartAttributes = () => Readonly<Record<string, string | undefined>>

/** A part, and where it stands: as an element, or among an element's attributes. */
export type PlacedPart = { of: Part } | { attributes: PartAttributes }

/** The parts of a page in the order in which they were placed, and the word that stands for them in its HTML. */
export type PlacedParts = { mark: string; placed: PlacedPart[] }

type Render = (node: ReactNode) => string

/** What is being drawn: the pieces of HTML in it that were drawn before, in their order. */
type Drawing = { pieces: (readonly Piece[])[] }

/** Returns a random word, so that no text contains it by chance or on purpose. Escaping does not change it. */
export const newMark = (): string => `part${randomBytes(16).toString('hex')}`

const state = processWide('draw', (): { render: Render | null; drawing: Drawing | null; mark: string } => ({
  render: null,
  drawing: null,
  // Stands for a piece while the HTML around it is drawn; it never leaves `draw`.
  mark: newMark(),
}))

/** Sets React's own HTML renderer, which Next does not allow in its bundle. Without one, Next draws everything. */
export function drawWith(render: Render): void {
  state.render = render
}

/** True in production; false in development, where Next's own tools see the whole page. */
export const canDraw = (): boolean => state.render !== null

/** True inside `draw`. */
export const isDrawing = (): boolean => state.drawing !== null

/** Draws HTML at once, as text. @param node as for `drawPieces` */
export const draw = (node: ReactNode): string => textOf(drawPieces(node))

/**
 * Draws HTML at once. This costs a fraction of rendering it in Next, which builds a tree, serialises it, parses it and
 * turns it into HTML.
 * @param node plain components only: neither async nor with hooks
 * @returns what was drawn, and between it what had been drawn before
 */
export function drawPieces(node: ReactNode): Piece[] {
  const { render, drawing: outer } = state
  if (!render) throw new Error('draw: no renderer')
  const mine: Drawing = { pieces: [] }
  state.drawing = mine
  try {
    const html = render(node)
    if (mine.pieces.length === 0) return [html]
    // React draws in the order of the page, so the marks are in the order of the pieces.
    const around = html.split(state.mark)
    return [around[0] ?? '', ...mine.pieces.flatMap((pieces, at) => [...pieces, around[at + 1] ?? ''])]
  } finally {
    state.drawing = outer
  }
}

/**
 * Puts HTML into what is being drawn, as it is.
 * @param pieces of HTML drawn before, so safe
 * @returns the word to render in its place
 */
export function drawnBefore(pieces: readonly Piece[]): string {
  if (!state.drawing) throw new Error('drawnBefore: nothing is being drawn')
  state.drawing.pieces.push(pieces)
  return state.mark
}
