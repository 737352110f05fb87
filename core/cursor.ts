import { isSigned, sign } from './crypto'

/** Where a page of a list ended: the sort key, and the id that breaks ties. */
export type Position = { key: number; id: number }

/**
 * Encodes a position as an opaque, signed string for `?after=`. It is valid only for the list it was made for.
 * @param list identifies the list with everything that changes its order or content
 */
export function encodeCursor(list: string, { key, id }: Position): string {
  const data = Buffer.from(`${key}/${id}`).toString('base64url')
  return `${data}.${sign('cursor', `${list}\0${data}`).slice(0, 11)}`
}

/** Returns the position, or null if the cursor is forged, malformed or from another list. */
export function decodeCursor(list: string, cursor: string): Position | null {
  const [data, signature, ...rest] = cursor.split('.')
  if (!data || !signature || rest.length > 0 || cursor.length > 120 || signature.length !== 11) return null
  if (!isSigned('cursor', `${list}\0${data}`, signature)) return null
  const [key, id] = Buffer.from(data, 'base64url').toString().split('/').map(Number)
  return key !== undefined && id !== undefined && Number.isFinite(key) && Number.isSafeInteger(id)
    ? { key, id }
    : null
}
