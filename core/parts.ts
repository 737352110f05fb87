import { context } from './context'
import { canDraw, newMark, type Part, type PartAttributes, type PlacedPart } from './draw'

/** The attribute that stands for attributes of a part. */
export const partAttribute = 'data-part'

function place(part: PlacedPart): string {
  const { parts } = context()
  parts.mark ||= newMark()
  parts.placed.push(part)
  return `${parts.mark}x${parts.placed.length - 1}x`
}

/** Leaves a place in the page for a part. @returns what to render there; null in development */
export const placePart = (of: Part): string | null => (canDraw() ? place({ of }) : null)

/** Leaves a place for attributes. @returns the attributes to give to the element */
export const placeAttributes = (attributes: PartAttributes): ReturnType<PartAttributes> =>
  canDraw() ? { [partAttribute]: place({ attributes }) } : attributes()
