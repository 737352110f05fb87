import { context } from './context'

const query = (): URLSearchParams => new URLSearchParams(context().url.split('?')[1] ?? '')

/** Returns a query parameter of the page, as the server let it through. */
export const queried = (name: string): string | null => query().get(name)

/** The cursor of the requested page, to spread into a list's query. */
export function after(): { after?: string } {
  const cursor = queried('after')
  return cursor === null ? {} : { after: cursor }
}

/** The comment whose thread alone is asked for, to spread into a list of comments. */
export function onlyThread(): { only?: number } {
  const id = queried('comment')
  return id !== null && /^[1-9]\d{0,14}$/.test(id) ? { only: Number(id) } : {}
}
