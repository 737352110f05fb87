import type { ReactNode } from 'react'

/**
 * Puts white space between inline elements in a row. Style sheets put gaps there; text browsers, screen readers and copied text
 * have none.
 */
export const spaced = (nodes: readonly ReactNode[]): ReactNode[] =>
  nodes.flatMap((node, at) => (at === 0 ? [node] : [' ', node]))
