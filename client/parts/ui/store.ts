/** The owner of data kept while signed out. */
export const NOBODY = 'nobody'

/** Settings of the browser itself, for all its users. Everything else has an owner. */
const BROWSER_KEYS = ['theme', 'density', 'units', 'owner', 'keys'] as const
type BrowserKey = (typeof BROWSER_KEYS)[number]

/** Where data is kept: permanently, or for the lifetime of the tab. */
export type Where = 'local' | 'session'

/** Written by builds from before data had owners; `adoptUnsent` handles it. */
const OLD_UNSENT = 'bemoanings-unsent'

const OWNED = /^of:([^:]+):(.*)$/
const nameOf = (owner: string, key: string): string => `of:${owner}:${key}`

/** The server's mark of the user this page was rendered for, or NOBODY. */
export const ownerHere = (): string => globalThis.document?.documentElement.dataset.owner || NOBODY

/** @returns the data of the page's owner under a key; null if there is none, or storage is unavailable */
export const recall = <T>(key: string, where: Where = 'local', owner = ownerHere()): T | null =>
  read<T>(nameOf(owner, key), where)

/**
 * Stores data for its owner.
 * @param value null deletes it
 * @param owner by default the page's
 * @returns false if it was not stored: storage is full or unavailable, or the page's owner has left this browser
 */
export function keep(key: string, value: unknown, where: Where = 'local', owner = ownerHere()): boolean {
  // An open tab must not restore data that was cleared when its owner signed out in another one.
  const gone = owner === ownerHere() && owner !== NOBODY && recallForBrowser('owner') !== owner
  return value !== null && gone ? false : write(nameOf(owner, key), value, where)
}

/** @returns the page owner's keys with this prefix */
export const keptNames = (start: string): string[] =>
  names('local').flatMap((name) => {
    const [, owner, key = ''] = OWNED.exec(name) ?? []
    return owner === ownerHere() && key.startsWith(start) ? [key] : []
  })

/** @returns a setting of this browser, for all its users */
export const recallForBrowser = (key: BrowserKey): string | null => read<string>(key, 'local')

/** Stores a setting of this browser. @param value null deletes it */
export const keepForBrowser = (key: BrowserKey, value: string | null): boolean => write(key, value, 'local')

/** Deletes all data whose owner and key match. */
export function forget(where: Where, matches: (owner: string, key: string) => boolean): void {
  for (const name of names(where)) {
    const [, owner, key = ''] = OWNED.exec(name) ?? []
    if (owner !== undefined && matches(owner, key)) write(name, null, where)
  }
}

/** Deletes data that older builds stored without an owner, as it could be anyone's. */
export function forgetUnowned(): void {
  const known: readonly string[] = [...BROWSER_KEYS, OLD_UNSENT]
  for (const where of ['local', 'session'] as const)
    for (const name of names(where)) if (!OWNED.test(name) && !known.includes(name)) write(name, null, where)
}

/** @returns bemoanings that an older build stored without an owner; null if there are none */
export const recallUnowned = <T>(): T | null => read<T>(OLD_UNSENT, 'local')

/** Deletes the bemoanings that an older build stored without an owner. */
export const forgetOldUnsent = (): boolean => write(OLD_UNSENT, null, 'local')

// Even accessing the storage throws if cookies are blocked.
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
