/** The owner of what is kept on a page that was made for no account in particular. */
export const NOBODY = 'nobody'

/** Things of the browser itself, whoever uses it. Everything else belongs to somebody. */
const BROWSER_KEYS = ['theme', 'units', 'owner'] as const
type BrowserKey = (typeof BROWSER_KEYS)[number]

/** Where a thing is kept: for good, or as long as its tab is open. */
export type Where = 'local' | 'session'

/** Written by the builds before things had owners; `adoptUnsent` decides about it. */
const OLD_UNSENT = 'bemoanings-unsent'

const OWNED = /^of:([^:]+):(.*)$/
const nameOf = (owner: string, key: string): string => `of:${owner}:${key}`

/** The server's mark for the person this page was made for, or NOBODY. */
export const ownerHere = (): string => globalThis.document?.documentElement.dataset.owner || NOBODY

/** @returns what the page's owner kept under a key; null if there is nothing, or storage is off */
export const recall = <T>(key: string, where: Where = 'local', owner = ownerHere()): T | null =>
  read<T>(nameOf(owner, key), where)

/**
 * Keeps something for its owner.
 * @param value null deletes it
 * @param owner the page's, unless the caller knows better
 * @returns false if it is not kept: storage is full or off, or the page's owner has left this browser since
 */
export function keep(key: string, value: unknown, where: Where = 'local', owner = ownerHere()): boolean {
  // A tab that is still open must not bring back what was cleared when its owner left in another one.
  const gone = owner === ownerHere() && owner !== NOBODY && recallForBrowser('owner') !== owner
  return value !== null && gone ? false : write(nameOf(owner, key), value, where)
}

/** @returns the page owner's keys with this beginning */
export const keptNames = (start: string): string[] =>
  names('local').flatMap((name) => {
    const [, owner, key = ''] = OWNED.exec(name) ?? []
    return owner === ownerHere() && key.startsWith(start) ? [key] : []
  })

/** @returns a setting of this browser, whoever uses it */
export const recallForBrowser = (key: BrowserKey): string | null => read<string>(key, 'local')

/** Keeps a setting of this browser. @param value null deletes it */
export const keepForBrowser = (key: BrowserKey, value: string | null): boolean => write(key, value, 'local')

/** Deletes everything whose owner and key match. */
export function forget(where: Where, matches: (owner: string, key: string) => boolean): void {
  for (const name of names(where)) {
    const [, owner, key = ''] = OWNED.exec(name) ?? []
    if (owner !== undefined && matches(owner, key)) write(name, null, where)
  }
}

/** Deletes what the builds before kept without an owner: it could be anybody's. */
export function forgetUnowned(): void {
  const known: readonly string[] = [...BROWSER_KEYS, OLD_UNSENT]
  for (const where of ['local', 'session'] as const)
    for (const name of names(where)) if (!OWNED.test(name) && !known.includes(name)) write(name, null, where)
}

/** @returns bemoanings that an earlier build kept without an owner; null if there are none */
export const recallUnowned = <T>(): T | null => read<T>(OLD_UNSENT, 'local')

/** Deletes the bemoanings that an earlier build kept without an owner. */
export const forgetOldUnsent = (): boolean => write(OLD_UNSENT, null, 'local')

// Even naming the storage throws where cookies are refused.
const storage = (where: Where): Storage => (where === 'local' ? localStorage : sessionStorage)

function names(where: Where): string[] {
  try {
    return Object.keys(storage(where))
  } catch {
    return []
  }
}

function read<T>(name: string, where: Where): T | null {
  try {
    return JSON.parse(storage(where).getItem(name) ?? 'null')
  } catch {
    return null
  }
}

function write(name: string, value: unknown, where: Where): boolean {
  try {
    if (value === null) storage(where).removeItem(name)
    else storage(where).setItem(name, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}
