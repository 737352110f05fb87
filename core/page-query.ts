import { context } from './context'

const query = (): URLSearchParams => new URLSearchParams(context().url.split('?')[1] ?? '')

/** A value of the page's query, as the server let it through. */
export const queried = (name: string): string | null => query().get(name)

/** The cursor of the page asked for, ready to be spread into a list's query. */
export function after(): { after?: string } {
  const cursor = queried('after')
  return cursor === null ? {} : { after: cursor }
}
