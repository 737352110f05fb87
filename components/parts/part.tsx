import type { ReactNode } from 'react'
import type { Part as Draw } from '@/core/draw'
import { placePart } from '@/core/parts'

/**
 * A part of a page: drawn for each reader by React's own renderer, outside the page that Next makes, at a fraction of the
 * cost. What it returns must be plain: neither async components nor hooks.
 */
export const Part = ({ of }: { of: Draw }): ReactNode => placePart(of) ?? of()

/**
 * Makes the component of a page from a function that returns its content. Next makes the frame, once for all readers; the
 * content is drawn for each.
 */
export const framed = (content: Draw) => () => <Part of={content} />
