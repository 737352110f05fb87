import type { ReactNode } from 'react'

/**
 * Puts white space after each of a row of inline elements. Style sheets put gaps between them; text browsers, screen readers
 * and copied text have none.
 */
export const spaced = (nodes: readonly ReactNode[]): ReactNode[] => nodes.flatMap((node) => [node, ' '])
